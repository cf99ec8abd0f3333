// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI

/// The class and the machine of the ELF file do not match, or the machine is not x86.
///
/// The toolstack uses e_machine alone and ignores the class; the hypervisor compares both and says
/// "Mismatch between Xen and DOM0 kernel". An ELF64 with EM_386 or an x32 object (ELF32 with
/// EM_X86_64) therefore starts as a domU but not as dom0, and does not work reliably there.
///
/// **Affected:** the dom0 builder; libxenguest only if the machine is neither of the two ("unknown
/// image type").
///
/// **Fix:** link with the matching emulation:
///
/// ```
/// ld -m elf_x86_64 -T guest.lds …     # elf_i386 for 32 bits; not elf32_x86_64
/// ```
public enum MachineClass: Rule {
  public static let id = "machine-class"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    commands: (
      "objcopy -O elf32-x86-64 guest",
      ""
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf else { return [] }
    switch Int32(elf.machine) {
    case EM_X86_64 where elf.width == .bits64, EM_386 where elf.width == .bits32: return []
    case EM_X86_64, EM_386: return [finding(.mismatch(elf), at: Place(), .warning)]
    default: return [finding(.foreign(elf.machine))]
    }
  }
}

extension Message {
  fileprivate static func mismatch(_ elf: ElfFile) -> Message {
    let machine = Int32(elf.machine) == EM_386 ? "EM_386" : "EM_X86_64"
    return """
      ELF\(elf.width.rawValue) with \(machine): the dom0 builder refuses it as a mismatch, the \
      toolstack does not check it; link with the right emulation
      """
  }

  fileprivate static func foreign(_ machine: UInt16) -> Message {
    "machine \(machine) is neither EM_386 nor EM_X86_64: no x86 Xen loads it"
  }
}

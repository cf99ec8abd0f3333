// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage

/// The file is the debugging half of a kernel: what `objcopy --only-keep-debug` or a distribution's
/// -dbg package leaves of a vmlinux.
///
/// It has all headers, the notes and the symbols, and no code: its sections of code and data are
/// SHT_NOBITS. Loaders read headers and notes, accept it as a kernel, and load zeros or whatever
/// the file holds at the old offsets. Findings about its instructions are meaningless.
///
/// **Affected:** no loader; the guest dies at its first instruction.
///
/// **Fix:** give the kernel itself. To have both in one file again:
///
/// ```
/// eu-unstrip vmlinux vmlinux.debug -o vmlinux.whole
/// ```
public enum DebugHalf: Rule {
  public static let id = "debug-half"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    commands: (
      "objcopy --only-keep-debug guest",
      ""
    ))

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf else { return [] }
    let code = elf.sections.prefix(Subject.mostSections).filter {
      $0.isAllocated && $0.flags & UInt64(SHF_EXECINSTR) != 0
    }
    guard let first = code.first, code.allSatisfy({ $0.type == UInt32(SHT_NOBITS) }) else {
      return []
    }
    return [finding(.noCode(first), at: Place(section: first.name, address: first.address))]
  }
}

extension Message {
  fileprivate static func noCode(_ section: ElfFile.Section) -> Message {
    """
    \(quoted(section.name)) has no bytes in the file (SHT_NOBITS): this is the debugging half of a \
    kernel, and loaders that accept it load no code; give the kernel itself
    """
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// PHYS32_ENTRY is not executable code in a loaded segment, or not a 32-bit physical address.
///
/// A PVH guest starts at this physical address in 32-bit mode, without paging. A virtual address in
/// the note, an easy mistake if the symbol is linked high, is truncated to 32 bits:
/// 0xffffffff81000850 becomes 0x81000850, beyond the guest's memory. embox #2468, Solo5 #332 and
/// torokernel #511 were caused by malformed PVH notes.
///
/// **Affected:** Xen's libelf only compares it with the kernel's first and last address; QEMU,
/// Cloud Hypervisor and Firecracker jump to it without a check.
///
/// **Fix:** subtract the base that AT() subtracts:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_PHYS32_ENTRY, .long start32 - VIRT_BASE)
/// ```
public enum Phys32Entry: Rule {
  public static let id = "phys32-entry"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: "NOTE PHYS32_ENTRY, .long, 0x80100000",
    right: "NOTE PHYS32_ENTRY, .long, start - VIRT_BASE",
    without: [.phys32Entry])

  public static func check(_ subject: Subject) -> [Finding] {
    guard
      let note = subject.loaderNotes.last(where: { $0.note?.number == XenNote.phys32Entry.number }),
      let entry = subject.pvh?.parameters.physicalEntry, let memory = subject.memory
    else { return [] }
    var place = subject.place(of: note)
    place.address = UInt64(entry)
    if let wide: UInt64 = note.descriptor.integer(at: 0), wide > UInt64(UInt32.max) {
      return [finding(.tooWide(wide, entry), at: place)]
    }
    let byte = memory.byte(at: UInt64(entry))
    guard let fault = CodeFault(byte) else { return [] }
    place.segment = byte?.segment.index
    place.symbol = byte?.symbol
    return [finding(.notCode(entry, fault), at: place, fault.isDeadly ? .error : .warning)]
  }
}

extension Message {
  fileprivate static func tooWide(_ value: UInt64, _ entry: UInt32) -> Message {
    """
    PHYS32_ENTRY \(hex(value)) has more than 32 bits and is cut to \(hex(entry)): it must be a \
    physical address; subtract the virtual base
    """
  }

  fileprivate static func notCode(_ entry: UInt32, _ fault: CodeFault) -> Message {
    "PHYS32_ENTRY \(hex(entry)) is \(fault.words); give the physical address of 32-bit code"
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// An address in a note is not canonical: no x86_64 processor can use it.
///
/// Bits 63 to 47 of an address must be equal. The toolstack does not check it. The dom0 builder
/// says "Failed to load the kernel binary" for VIRT_BASE; for INIT_P2M the hypervisor itself faults
/// and the machine stops. Usual causes are a typing error in a constant and an address that was
/// shifted twice.
///
/// **Affected:** the dom0 builder and the processor; libxenguest accepts the image, and the guest
/// dies.
///
/// **Fix:** let the assembler compute the address from a symbol:
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_ENTRY, .quad start)
/// ```
public enum AddressCanonical: Rule {
  public static let id = "address-canonical"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    wrong: "NOTE INIT_P2M, .quad, 0x8000000000000000",
    right: "NOTE INIT_P2M, .quad, 0x8000000000")

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.elf?.width == .bits64 else { return [] }
    return subject.loaderNotes.compactMap { record in
      guard let note = record.note, used.contains(note.number),
        let value: UInt64 = record.descriptor.integer(at: 0), !isCanonical(value)
      else { return nil }
      var place = subject.place(of: record)
      place.address = value
      return finding(.notCanonical(note.name, value), at: place)
    }
  }

  /// The notes whose value is used as a virtual address unchanged.
  private static let used: Set<UInt32> = [
    XenNote.entry.number, XenNote.hypercallPage.number, XenNote.virtBase.number,
    XenNote.initP2M.number,
  ]

  /// Whether bits 63 to 47 are equal. The value with all bits set, which loaders take as unset, is
  /// canonical too.
  private static func isCanonical(_ value: UInt64) -> Bool {
    let top = Int64(bitPattern: value) >> 47
    return top == 0 || top == -1
  }
}

extension Message {
  fileprivate static func notCanonical(_ name: String, _ value: UInt64) -> Message {
    "\(name) is \(hex(value)), which is not a canonical address (bits 63 to 47 differ); correct it"
  }
}

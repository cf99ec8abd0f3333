// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// HYPERCALL_PAGE is not a separate page inside the kernel.
///
/// Xen overwrites 4,096 bytes there before the guest runs. The toolstack rounds an unaligned
/// address down to its page, the dom0 builder writes at the given address. Whatever shares the page
/// is lost: if the page covers the entry code, the guest starts in the middle of a hypercall stub.
/// For an address outside of the kernel's memory the dom0 builder says "Invalid HYPERCALL_PAGE
/// field in ELF notes"; the toolstack refuses it late. The note may be missing: current kernels set
/// up the page by CPUID and MSR, or do not need one.
///
/// **Affected:** as described; no loader checks whether the page is free.
///
/// **Fix:** reserve and align a whole page:
///
/// ```
///     .section .text..hypercall_page, "ax"
///     .balign 4096
/// hypercall_page:
///     .skip 4096
///     ELFNOTE(Xen, XEN_ELFNOTE_HYPERCALL_PAGE, .quad hypercall_page)
/// ```
public enum HypercallPage: Rule {
  public static let id = "hypercall-page"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.warning]
  public static let example = RuleExample(
    wrong: "NOTE HYPERCALL_PAGE, .quad, start",
    right: """
      NOTE HYPERCALL_PAGE, .quad, page
        .text
        .balign 4096
      page: .skip 4096
      """,
    without: [.phys32Entry])
  private static let pageSize = UInt64(HypervisorABI.HypercallPage.size)

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.claimsPV, let parameters = subject.pv?.parameters,
      let page = parameters.hypercallPage, let layout = subject.layout
    else { return [] }
    var place = subject.place(of: .hypercallPage)
    place.address = page
    guard layout.contains(page) else {
      // link-address reports this case.
      if layout.misplaces(page) { return [] }
      return [finding(.outside(page, layout), at: place)]
    }
    if page % pageSize != 0 { return [finding(.unaligned(page), at: place)] }
    if let entry = parameters.entry, entry >= page, entry - page < pageSize {
      return [finding(.overEntry(page, entry), at: place)]
    }
    guard let used = firstUsedByte(layout.physical(page), subject) else { return [] }
    return [finding(.inUse(page, used), at: place, .warning)]
  }

  /// The offset in the page of the first byte that is not padding; nil if the page is free.
  private static func firstUsedByte(_ physical: UInt64, _ subject: Subject) -> UInt64? {
    guard let byte = subject.memory?.byte(at: physical), let offset = byte.fileOffset else {
      return nil
    }
    // The file offset may have wrapped; the distance from the start of the segment has not.
    let left = byte.segment.fileSize - (offset &- byte.segment.offset)
    guard let page = subject.elf?.bytes.slice(at: offset, count: min(pageSize, left)) else {
      return nil
    }
    let bytes = page.array
    if isRepetition(bytes) { return nil }
    return bytes.firstIndex { !filling.contains($0) }.map { UInt64($0) }
  }

  /// Whether the slots of all stubs have the same content: they are placeholders for the stubs that
  /// Xen writes.
  private static func isRepetition(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst(HypervisorABI.HypercallPage.entrySize)).allSatisfy { $0 == $1 }
  }

  /// The bytes of zeros, nop, int3, ret, ud2, and the assembler's long nops.
  private static let filling: Set<UInt8> = [
    0x00, 0x90, 0xcc, 0xc3, 0x0f, 0x0b, 0x1f, 0x66, 0x2e, 0x40, 0x44, 0x80, 0x84,
  ]
}

extension Message {
  fileprivate static func outside(_ page: UInt64, _ layout: PVLayout) -> Message {
    """
    HYPERCALL_PAGE \(hex(page)) is outside the kernel, \(hex(layout.start)) to \(hex(layout.end)): \
    the dom0 builder refuses it beyond its mapping, the toolstack beyond the domain's memory; \
    reserve a page inside, or omit the note
    """
  }

  fileprivate static func unaligned(_ page: UInt64) -> Message {
    """
    HYPERCALL_PAGE \(hex(page)) is not aligned to 4096: the toolstack rounds it down, the dom0 \
    builder does not; align it to a page
    """
  }

  fileprivate static func overEntry(_ page: UInt64, _ entry: UInt64) -> Message {
    """
    Xen overwrites the page at \(hex(page)), and the entry \(hex(entry)) is in it: the guest dies \
    at once; reserve a separate page for it
    """
  }

  fileprivate static func inUse(_ page: UInt64, _ offset: UInt64) -> Message {
    """
    Xen overwrites the page at \(hex(page)), which is not empty (first at byte \(hex(offset))); \
    reserve a separate page for it
    """
  }
}

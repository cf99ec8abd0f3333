// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// A PV kernel does not declare the virtual address of its memory (VIRT_BASE).
///
/// Loaders then assume 0. If there is a PADDR_OFFSET, they refuse the image ("ELF_PADDR_OFFSET set,
/// VIRT_BASE unset"); otherwise they map a kernel that is linked at 0xffffffff80000000 at its
/// physical addresses, and the entry is "out of bounds". A kernel that is linked at its physical
/// addresses, like GRUB, does not need VIRT_BASE.
///
/// **Affected:** libxenguest and the dom0 builder, PV; PVH starts with physical addresses.
///
/// **Fix:**
///
/// ```
///     ELFNOTE(Xen, XEN_ELFNOTE_VIRT_BASE, .quad 0xffffffff80000000)
/// ```
public enum VirtBaseMissing: Rule {
  public static let id = "virt-base-missing"
  public static let severity: Severity = .error
  public static let lesserSeverities: [Severity] = [.note]
  public static let example = RuleExample(
    right: "NOTE VIRT_BASE, .quad, VIRT_BASE",
    without: [.virtBase])

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.claimsPV, !subject.says(.virtBase), let layout = subject.layout else { return [] }
    let place = Place(note: XenNote.virtBase.name)
    func fixed(_ finding: Finding) -> Finding {
      base(layout).map { finding.fixed(by: .virtBase, hex($0), in: subject) } ?? finding
    }
    if subject.says(.paddrOffset) {
      return [fixed(finding(.withOffset, at: place, subject.worstForPV))]
    }
    guard
      let first = layout.segments.first(where: { layout.expectedAddress($0) != $0.virtualAddress })
    else { return [] }
    return [fixed(finding(.linkedElsewhere(first.virtualAddress), at: place, subject.worstForPV))]
  }

  /// The VIRT_BASE with which every segment is loaded where it was linked; nil if there is none, or
  /// if it is 0, which is the default.
  private static func base(_ layout: PVLayout) -> UInt64? {
    let bases = Set(
      layout.segments.map { $0.virtualAddress &- $0.physicalAddress &+ layout.paddrOffset })
    return bases.count == 1 ? bases.first.flatMap { $0 == 0 ? nil : $0 } : nil
  }
}

extension Message {
  fileprivate static let withOffset: Message = """
    PADDR_OFFSET without VIRT_BASE: PV loaders refuse it; add VIRT_BASE, the virtual address at \
    which the kernel's memory starts
    """

  fileprivate static func linkedElsewhere(_ address: UInt64) -> Message {
    """
    VIRT_BASE is missing, so loaders assume 0, but the kernel is linked at \(hex(address)); add \
    VIRT_BASE
    """
  }
}

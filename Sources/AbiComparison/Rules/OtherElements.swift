// SPDX-License-Identifier: Apache-2.0

/// An array of the same name and size with elements of another size: all elements but the first are
/// at other offsets. That does not hold for bitmaps where the lowest bit comes first, as on x86.
enum OtherElements: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard !used.isPadding, let other = pair.counterpart(of: used), other.bits == used.bits,
      let mine = used.elementSize, let theirs = other.elementSize, mine != theirs,
      !Self.isBitmap(used), !Self.isBitmap(other)
    else { return nil }
    return .differs(.resized, used, [other])
  }

  private static func isBitmap(_ member: PlacedMember) -> Bool {
    bitmaps.contains { member.path.hasSuffix($0) }
  }

  /// Source: public/xen.h, struct shared_info.
  private static let bitmaps = ["evtchn_pending", "evtchn_mask"]
}

extension PlacedMember {
  /// The size of an element in bytes; nil if it is not an array, or has no bound.
  fileprivate var elementSize: Int? {
    let bounds = member.name.split(separator: "[").dropFirst()
    guard !bounds.isEmpty else { return nil }
    var count = 1
    for bound in bounds {
      guard bound.hasSuffix("]"), let number = Int(bound.dropLast()), number > 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: number)
      guard !overflow else { return nil }
      count = product
    }
    return member.size % count == 0 ? member.size / count : nil
  }
}

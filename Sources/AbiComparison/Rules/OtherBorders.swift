// SPDX-License-Identifier: Apache-2.0

/// A new name across the borders of what the other layout has there.
enum OtherBorders: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    .differs(.overlapping, used, pair.beneath(used))
  }
}

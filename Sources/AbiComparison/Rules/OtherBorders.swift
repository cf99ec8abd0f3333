// SPDX-License-Identifier: Apache-2.0

/// A new name that crosses the borders of the other layout's members there.
enum OtherBorders: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    .differs(.overlapping, used, pair.beneath(used))
  }
}

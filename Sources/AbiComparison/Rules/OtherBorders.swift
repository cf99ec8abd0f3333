// SPDX-License-Identifier: Apache-2.0

/// A new name across the borders of what the other layout has there.
enum OtherBorders: MemberRule {
  static func judge(_ used: PlacedMember, against other: OtherLayout) -> Judgement? {
    .differs(.overlapping, used, other.beneath(used))
  }
}

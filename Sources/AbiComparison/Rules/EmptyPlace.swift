// SPDX-License-Identifier: Apache-2.0

/// A new name where the other layout has nothing, or only padding.
enum EmptyPlace: MemberRule {
  static func judge(_ used: PlacedMember, against other: OtherLayout) -> Judgement? {
    other.beneath(used).isEmpty ? .differs(.added, used) : nil
  }
}

// SPDX-License-Identifier: Apache-2.0

/// A new name in a union: the used layout has another member there, in the same named union or at
/// the same offset, that the other layout has in the same place; or under another name, where it has no
/// union yet.
enum NewArm: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    pair.agreesBesideInUnion(used) || pair.hasArmBeside(used)
      ? .differs(.alternative, used, pair.beneath(used)) : nil
  }
}

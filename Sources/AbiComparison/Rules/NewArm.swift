// SPDX-License-Identifier: Apache-2.0

/// A new name in a union. Either the used layout has another arm there, in the same named union or
/// at the same offset, which the other layout has at the same place; or the other layout has it
/// under another name, where it does not have a union yet.
enum NewArm: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    pair.agreesBesideInUnion(used) || pair.hasArmBeside(used)
      ? .differs(.alternative, used, pair.beneath(used)) : nil
  }
}

// SPDX-License-Identifier: Apache-2.0

/// A new name where the other layout has nothing, or only padding.
enum EmptyPlace: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    pair.beneath(used).isEmpty ? .differs(.added, used) : nil
  }
}

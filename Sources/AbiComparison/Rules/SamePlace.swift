// SPDX-License-Identifier: Apache-2.0

/// The same name, offset and size: nothing differs. An array without a bound has no size to compare.
enum SamePlace: MemberRule {
  static func judge(_ used: PlacedMember, against other: OtherLayout) -> Judgement? {
    guard let counterpart = other.named(used.path),
      counterpart.bits.lowerBound == used.bits.lowerBound
    else { return nil }
    let isOpen = used.isOpenEnded && counterpart.isOpenEnded
    return isOpen || counterpart.bits == used.bits ? .same : nil
  }
}

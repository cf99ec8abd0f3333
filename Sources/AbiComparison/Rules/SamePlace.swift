// SPDX-License-Identifier: Apache-2.0

/// The same name, offset and size: no difference. The sizes of arrays without a bound are not
/// compared.
enum SamePlace: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard let counterpart = pair.counterpart(of: used),
      counterpart.bits.lowerBound == used.bits.lowerBound
    else { return nil }
    let isOpen = used.isOpenEnded && counterpart.isOpenEnded
    return isOpen || counterpart.bits == used.bits ? .same : nil
  }
}

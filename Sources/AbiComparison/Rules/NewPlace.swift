// SPDX-License-Identifier: Apache-2.0

/// The same name at another offset.
enum NewPlace: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard let counterpart = pair.counterpart(of: used),
      counterpart.bits.lowerBound != used.bits.lowerBound
    else { return nil }
    let beneath = pair.beneath(used).filter { $0.path != counterpart.path }
    return .differs(.moved, used, [counterpart] + beneath)
  }
}

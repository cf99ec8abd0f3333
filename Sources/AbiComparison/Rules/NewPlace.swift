// SPDX-License-Identifier: Apache-2.0

/// The same name at another offset.
enum NewPlace: MemberRule {
  static func judge(_ used: PlacedMember, against other: OtherLayout) -> Judgement? {
    guard let counterpart = other.named(used.path),
      counterpart.bits.lowerBound != used.bits.lowerBound
    else { return nil }
    let beneath = other.beneath(used).filter { $0.path != used.path }
    return .differs(.moved, used, [counterpart] + beneath)
  }
}

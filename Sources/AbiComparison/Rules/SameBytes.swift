// SPDX-License-Identifier: Apache-2.0

/// Another name for exactly the bytes of one member.
enum SameBytes: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    let beneath = pair.beneath(used)
    guard let same = beneath.first(where: { $0.bits == used.bits }) else { return nil }
    return .differs(.renamed, used, [same])
  }
}

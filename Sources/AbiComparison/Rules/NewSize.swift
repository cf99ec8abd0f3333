// SPDX-License-Identifier: Apache-2.0

/// The same name at the same offset with another size.
enum NewSize: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard let counterpart = pair.counterpart(of: used), counterpart.bits != used.bits else {
      return nil
    }
    let beneath = pair.beneath(used).filter { $0.path != counterpart.path }
    return .differs(.resized, used, [counterpart] + beneath)
  }
}

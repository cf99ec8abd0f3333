// SPDX-License-Identifier: Apache-2.0

/// The same name at the same offset in another size.
enum NewSize: MemberRule {
  static func judge(_ used: PlacedMember, against other: OtherLayout) -> Judgement? {
    guard let counterpart = other.named(used.path), counterpart.bits != used.bits else {
      return nil
    }
    let beneath = other.beneath(used).filter { $0.path != used.path }
    return .differs(.resized, used, [counterpart] + beneath)
  }
}

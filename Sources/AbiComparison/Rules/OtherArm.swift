// SPDX-License-Identifier: Apache-2.0

/// A member of a union's arm that the other layout lacks altogether, though it has the union: what
/// lies in the same bytes there belongs to other arms, and is no other name of it.
enum OtherArm: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard let arm = used.arm, pair.agreesBesideInUnion(used),
      !pair.other.contains(where: { $0.path.utf8.starts(with: arm.utf8) })
    else { return nil }
    let beneath = pair.beneath(used)
    let isRenamed = beneath.contains { $0.bits == used.bits && $0.leaf == used.leaf }
    return isRenamed ? nil : .differs(.alternative, used, beneath)
  }
}

extension PlacedMember {
  /// The way to the structure that it is in, with the dot behind; nil for the outermost one.
  fileprivate var arm: Substring? { path.utf8.lastIndex(of: UInt8(ascii: ".")).map { path[...$0] } }

  /// Its own name.
  fileprivate var leaf: Substring { path.split(separator: ".").last ?? "" }
}

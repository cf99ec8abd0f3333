// SPDX-License-Identifier: Apache-2.0

/// A member of a union arm that the other layout lacks, although it has the union. What the other
/// layout has in the same bytes belongs to other arms, and is not another name of the member. The
/// rule applies if the other layout lacks the whole arm or has nothing of it there, and if the used
/// layout has everything that is there under its own name.
enum OtherArm: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard let arm = used.arm, pair.agreesBesideInUnion(used) else { return nil }
    let beneath = pair.beneath(used)
    if pair.agrees(on: beneath) { return .differs(.alternative, used, beneath) }
    let isInArm = { (member: PlacedMember) in member.path.utf8.starts(with: arm.utf8) }
    guard !pair.other.contains(where: isInArm) else {
      return beneath.contains(where: isInArm) ? nil : .differs(.alternative, used, beneath)
    }
    let isRenamed = beneath.contains {
      $0.bits == used.bits && $0.leaf == used.leaf && !pair.agrees(on: [$0])
    }
    return isRenamed ? nil : .differs(.alternative, used, beneath)
  }
}

extension PlacedMember {
  /// The path of the structure that contains it, with the final dot; nil for a member of the
  /// outermost one.
  fileprivate var arm: Substring? { path.utf8.lastIndex(of: UInt8(ascii: ".")).map { path[...$0] } }

  /// The last component of its path.
  var leaf: Substring { path.split(separator: ".").last ?? "" }
}

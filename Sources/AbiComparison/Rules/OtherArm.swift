// SPDX-License-Identifier: Apache-2.0

/// A member of a union's arm that the other layout lacks, though it has the union: what lies in the same
/// bytes there belongs to other arms, and is no other name of it. So it is where the other layout lacks
/// the whole arm, or has nothing of it there, and where the used one has all that lies there under its own name.
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
  /// The way to the structure that it is in, with the dot behind; nil for the outermost one.
  fileprivate var arm: Substring? { path.utf8.lastIndex(of: UInt8(ascii: ".")).map { path[...$0] } }

  /// Its own name.
  var leaf: Substring { path.split(separator: ".").last ?? "" }
}

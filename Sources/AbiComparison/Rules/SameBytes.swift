// SPDX-License-Identifier: Apache-2.0

/// Another name for exactly the bytes of one member.
enum SameBytes: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    // Of several candidates, prefer the one that keeps its own name, then one that the used layout
    // does not have itself.
    let all = pair.beneath(used).filter { $0.bits == used.bits }
    let fresh = all.filter { !pair.agrees(on: [$0]) }
    let named = fresh.first { $0.leaf == used.leaf }
    guard let same = named ?? fresh.first ?? all.first else { return nil }
    return .differs(.renamed, used, [same])
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The same name, offset and size, and bytes that stand for something else: a float, a number with its
/// bytes the other way round, or one without the sign that the other layout's has. The last counts in
/// what C widens to an int first, so that an error number is equal to none: of 32 bits or more, the same
/// bits are.
enum OtherKind: MemberRule {
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement? {
    guard !used.isPadding, let other = pair.counterpart(of: used), other.bits == used.bits,
      let mine = used.member.kind, let theirs = other.member.kind, mine != theirs
    else { return nil }
    let apart: Set<Layout.ValueKind> = [.float, .bigEndian]
    let losesSign = mine == .unsigned && theirs == .signed && used.bits.count < 32
    return apart.isDisjoint(with: [mine, theirs]) && !losesSign
      ? nil : .differs(.retyped, used, [other])
  }
}

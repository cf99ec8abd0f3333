// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The same name, offset and size, but another interpretation of the bytes: a float, the reverse
/// byte order, or a number without the sign that the other layout's has. The sign counts only for
/// types that C widens to int, where a negative error number would compare unequal; with 32 bits or
/// more, the bits stay the same.
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

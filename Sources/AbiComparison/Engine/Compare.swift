// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// Compares the layout that somebody uses with the real one, by offset and size.
///
/// The total size counts only for structures that are elements of arrays; others may grow at their
/// end. The used layout may omit members, use other names, or have padding where the real one has
/// members.
///
/// - Parameters:
///   - used: the layout in use.
///   - other: the real layout.
///   - names: the other layout's names of members, by their paths in the used one, for members
///     whose names it does not have.
/// - Returns: the used members that differ, in order, then those that only `other` declares.
public func compare(
  used: TypeLayout, with other: TypeLayout, names: [String: String] = [:]
) -> [Difference] {
  let pair = LayoutPair(
    used: used.placedMembers, other: other.placedMembers, names: names,
    isUnion: used.kind == .union)
  let differences = pair.used.compactMap { member -> Difference? in
    for rule in MemberRules.all {
      switch rule.judge(member, in: pair) {
      case .same: return nil
      case .differs(let difference): return difference
      case nil: continue
      }
    }
    return nil
  }
  return stride(used, other) + SwappedMembers.marked(differences) + undeclared(pair)
}

/// A wrong element size: only the first element of an array is then found.
private func stride(_ used: TypeLayout, _ other: TypeLayout) -> [Difference] {
  guard used.size != other.size, Structure.elements.contains(ForeignName.structure(other.name))
  else {
    return []
  }
  let whole = { (layout: TypeLayout) in
    Layout.Member(
      name: "", offset: 0, size: layout.size, type: "\(layout.kind.rawValue) \(layout.name)")
  }
  return [Difference(.stride, used: whole(used), other: [whole(other)])]
}

/// The members of the other layout of which no bit is declared under any name.
private func undeclared(_ pair: LayoutPair) -> [Difference] {
  let named = Set(pair.used.compactMap { pair.counterpart(of: $0)?.path })
  return pair.other.filter { other in
    !other.isPadding && !named.contains(other.path)
      && !pair.used.contains { !$0.isPadding && $0.overlaps(other) }
  }.map { Difference(.undeclared, used: nil, other: [$0.member]) }
}

// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// Lays the structure that somebody uses upon the one that really is there, by offset and size.
///
/// The size of the whole counts only of a structure of which there are arrays: any other may grow at
/// its end. The used layout may leave members out, call them otherwise, or keep padding where the other one
/// has something.
///
/// - Parameter names: what the other layout calls members, by the used one's path, where that has
///   no member of the name.
/// - Returns: the used members that differ, in their order, then those that only `other` declares.
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
  return stride(used, other) + Exchange.marked(differences) + undeclared(pair)
}

/// Who steps through an array by another size than its elements have finds the first one only.
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

/// The members of which no bit is declared under any name.
private func undeclared(_ pair: LayoutPair) -> [Difference] {
  let named = Set(pair.used.compactMap { pair.counterpart(of: $0)?.path })
  return pair.other.filter { other in
    !other.isPadding && !named.contains(other.path)
      && !pair.used.contains { !$0.isPadding && $0.overlaps(other) }
  }.map { Difference(.undeclared, used: nil, other: [$0.member]) }
}

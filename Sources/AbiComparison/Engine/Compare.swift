// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// Lays the structure that somebody uses upon the one that really is there, by offset and size.
///
/// Types are not compared, nor are the sizes of the whole: a structure may grow at its end. The
/// used layout may leave members out, call them otherwise, or keep padding where the other one
/// has something.
///
/// - Returns: the used members that differ, in their order, then those that only `other` declares.
public func compare(used: TypeLayout, with other: TypeLayout) -> [Difference] {
  let (members, others) = (used.placedMembers, other.placedMembers)
  let below = OtherLayout(others)
  let differences = members.compactMap { member -> Difference? in
    for rule in MemberRules.all {
      switch rule.judge(member, against: below) {
      case .same: return nil
      case .differs(let difference): return difference
      case nil: continue
      }
    }
    return nil
  }
  return Exchange.marked(differences) + undeclared(others, in: members)
}

/// The members of which no bit is declared under any name.
private func undeclared(_ others: [PlacedMember], in used: [PlacedMember]) -> [Difference] {
  let names = Set(used.map(\.path))
  return others.filter { other in
    !other.isPadding && !names.contains(other.path)
      && !used.contains { !$0.isPadding && $0.overlaps(other) }
  }.map { Difference(.undeclared, used: nil, other: [$0.member]) }
}

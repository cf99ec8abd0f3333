// SPDX-License-Identifier: Apache-2.0

extension LayoutPair {
  /// The other arms of a union at the place of a member that both layouts have at the same place.
  func agreeing(beside member: PlacedMember) -> [PlacedMember] {
    agreed.filter { $0.path != member.path && $0.overlaps(member) }
  }

  /// Whether the used layout has all of these members of the other one, at the same places and
  /// under their names.
  func agrees(on others: [PlacedMember]) -> Bool {
    others.allSatisfy { agreedPaths.contains($0.path) }
  }

  /// Whether the member is an arm of a union that has another arm in both layouts.
  func agreesBesideInUnion(_ member: PlacedMember) -> Bool {
    agreeing(beside: member).contains { shareUnion($0, member) }
  }

  /// Whether other arms of the member's union cover everything that the other layout has at its
  /// place, each with the same bytes.
  func hasArmBeside(_ member: PlacedMember) -> Bool {
    let beneath = beneath(member)
    return !beneath.isEmpty
      && beneath.allSatisfy { other in
        used.contains {
          $0.path != member.path && !$0.isPadding && $0.bits == other.bits
            && shareUnion($0, member)
        }
      }
  }

  /// Whether two members are in the same union. Arms of an anonymous union start together; those of
  /// a named one share its name.
  func shareUnion(_ one: PlacedMember, _ other: PlacedMember) -> Bool {
    isUnion || one.bits.lowerBound == other.bits.lowerBound
      || one.path.contains(".") && one.outermost == other.outermost
  }
}

extension PlacedMember {
  /// The outermost member that contains it.
  fileprivate var outermost: Substring { path.prefix { $0 != "." } }
}

// SPDX-License-Identifier: Apache-2.0

extension LayoutPair {
  /// The used layout's other members in the same place, arms of one union, that the other layout
  /// has there too.
  func agreeing(beside member: PlacedMember) -> [PlacedMember] {
    agreed.filter { $0.path != member.path && $0.overlaps(member) }
  }

  /// Whether the used layout has all of these members of the other one in the same place, by their names.
  func agrees(on others: [PlacedMember]) -> Bool {
    others.allSatisfy { agreedPaths.contains($0.path) }
  }

  /// Whether a union has the member as one arm, and another one that both layouts have.
  func agreesBesideInUnion(_ member: PlacedMember) -> Bool {
    agreeing(beside: member).contains { shareUnion($0, member) }
  }

  /// Whether other arms of the member's union have all that lies in its place, each in the same bytes.
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

  /// Arms of an anonymous union begin together; those of a named one share its name.
  func shareUnion(_ one: PlacedMember, _ other: PlacedMember) -> Bool {
    isUnion || one.bits.lowerBound == other.bits.lowerBound
      || one.path.contains(".") && one.outermost == other.outermost
  }
}

extension PlacedMember {
  /// The structure's own member that it is in.
  fileprivate var outermost: Substring { path.prefix { $0 != "." } }
}

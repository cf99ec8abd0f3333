// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The result of a rule for a member of the used layout.
enum Judgement {
  case same
  case differs(Difference)

  static func differs(
    _ kind: Difference.Kind, _ used: PlacedMember, _ other: [PlacedMember] = []
  ) -> Judgement {
    .differs(Difference(kind, used: used.member, other: other.map(\.member)))
  }
}

/// A rule of the comparison. The first one in `MemberRules.all` that applies decides.
protocol MemberRule: Sendable {
  /// Judges a member; nil if the rule does not apply to it.
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement?
}

/// The used layout and the other one.
struct LayoutPair {
  let used: [PlacedMember]
  let other: [PlacedMember]
  private let names: [String: String]
  /// Whether the used structure is itself a union.
  let isUnion: Bool
  private let byPath: [String: PlacedMember]
  private let byShortPath: [String: [PlacedMember]]
  /// The used members that the other layout has at the same place, one of each name.
  private(set) var agreed: [PlacedMember] = []
  /// The paths of these members in the other layout.
  private(set) var agreedPaths: Set<String> = []

  init(used: [PlacedMember], other: [PlacedMember], names: [String: String], isUnion: Bool) {
    self.used = used
    self.other = other
    self.names = names
    self.isUnion = isUnion
    byPath = Dictionary(other.map { ($0.path, $0) }) { first, _ in first }
    byShortPath = Dictionary(grouping: other, by: \.shortPath)
    var seen: Set<String> = []
    agreed = used.filter { member in
      !member.isPadding && counterpart(of: member)?.bits == member.bits
        && seen.insert(member.path).inserted
    }
    agreedPaths = Set(agreed.compactMap { counterpart(of: $0)?.path })
  }

  /// The member of the other layout with the name of `member`: the same path, the translated one,
  /// or the only one that is declared slightly differently.
  func counterpart(of member: PlacedMember) -> PlacedMember? {
    if let same = byPath[member.path] { return same }
    if let name = names[member.path], let translated = byPath[name] { return translated }
    guard let similar = byShortPath[member.shortPath], similar.count == 1 else { return nil }
    return similar[0]
  }

  /// The other layout's members at the place of `member`, without padding.
  func beneath(_ member: PlacedMember) -> [PlacedMember] {
    other.filter { !$0.isPadding && $0.overlaps(member) }
  }
}

enum MemberRules {
  /// The rules, in the order in which they are tried.
  static let all: [any MemberRule.Type] = [
    OtherKind.self, OtherElements.self, SamePlace.self, UsedPadding.self, NewPlace.self,
    NewSize.self, EmptyPlace.self,
    OtherArm.self, SameBytes.self, SameBorders.self, NewArm.self, OtherBorders.self,
  ]
}

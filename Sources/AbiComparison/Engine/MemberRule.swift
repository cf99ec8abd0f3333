// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What a rule makes of one member of the used layout.
enum Judgement {
  case same
  case differs(Difference)

  static func differs(
    _ kind: Difference.Kind, _ used: PlacedMember, _ other: [PlacedMember] = []
  ) -> Judgement {
    .differs(Difference(kind, used: used.member, other: other.map(\.member)))
  }
}

/// One rule of comparison. The first of `MemberRules.all` that knows the case decides it.
protocol MemberRule: Sendable {
  /// Nil when the rule has nothing to say about the member.
  static func judge(_ used: PlacedMember, in pair: LayoutPair) -> Judgement?
}

/// The used layout laid upon the other one.
struct LayoutPair {
  let used: [PlacedMember]
  let other: [PlacedMember]
  private let names: [String: String]
  /// Whether the used layout is a union itself.
  let isUnion: Bool
  private let byPath: [String: PlacedMember]
  private let byShortPath: [String: [PlacedMember]]
  /// The used members that the other layout has in the same place, one of each name.
  private(set) var agreed: [PlacedMember] = []
  /// What the other layout calls them.
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

  /// What the other layout has under the name of `member`: as it stands, as it is translated, or
  /// as the only one that is declared a little differently.
  func counterpart(of member: PlacedMember) -> PlacedMember? {
    if let same = byPath[member.path] { return same }
    if let name = names[member.path], let translated = byPath[name] { return translated }
    guard let similar = byShortPath[member.shortPath], similar.count == 1 else { return nil }
    return similar[0]
  }

  /// The other layout's members in the place of `member` that hold something: no padding.
  func beneath(_ member: PlacedMember) -> [PlacedMember] {
    other.filter { !$0.isPadding && $0.overlaps(member) }
  }
}

enum MemberRules {
  /// In the order in which they are asked.
  static let all: [any MemberRule.Type] = [
    OtherKind.self, OtherElements.self, SamePlace.self, UsedPadding.self, NewPlace.self,
    NewSize.self, EmptyPlace.self,
    OtherArm.self, SameBytes.self, SameBorders.self, NewArm.self, OtherBorders.self,
  ]
}

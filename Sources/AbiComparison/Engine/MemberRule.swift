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
  static func judge(_ used: PlacedMember, against other: OtherLayout) -> Judgement?
}

/// The layout that the used one is laid upon.
struct OtherLayout {
  let members: [PlacedMember]
  private let byPath: [String: PlacedMember]

  init(_ members: [PlacedMember]) {
    self.members = members
    byPath = Dictionary(members.map { ($0.path, $0) }) { first, _ in first }
  }

  func named(_ path: String) -> PlacedMember? { byPath[path] }

  /// Those in the place of `used` that hold something: no padding.
  func beneath(_ used: PlacedMember) -> [PlacedMember] {
    members.filter { !$0.isPadding && $0.overlaps(used) }
  }
}

enum MemberRules {
  /// In the order in which they are asked.
  static let all: [any MemberRule.Type] = [
    SamePlace.self, UsedPadding.self, NewPlace.self, NewSize.self, EmptyPlace.self,
    SameBytes.self, SameBorders.self, OtherBorders.self,
  ]
}

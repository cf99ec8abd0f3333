// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

extension AbiView {
  /// The differences of structures, by tag.
  func structureChanges(to other: AbiView) -> [AbiChange] {
    let successors = renamed(in: other)
    let twins = twins(in: other)
    let known = Set(successors.values).union(twins.values)
    let tags = Set(structures.keys).union(other.structures.keys).subtracting(known).sorted()
    return tags.flatMap { tag in
      switch (structures[tag], other.structures[twins[tag] ?? tag]) {
      case (let mine?, let theirs?):
        return members(of: mine, theirs, absence: absence(in: other))
      case (let mine?, nil): return lost(mine, successor: successors[tag], other)
      case (nil, let theirs?) where isWhole || !other.isWhole:
        return [AbiChange(.whole(tag), .added, isBreaking: false, after: theirs.extent)]
      default: return []
      }
    }
  }

  /// The structures that this view has under Xen's name and the other view under the guest's, or
  /// the reverse.
  private func twins(in other: AbiView) -> [String: String] {
    let pairs = structures.keys.compactMap { tag -> (String, String)? in
      guard other.structures[tag] == nil, let twin = ForeignName.counterpart(tag),
        structures[twin] == nil, other.structures[twin] != nil
      else { return nil }
      return (tag, twin)
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  /// The tags that the other view lacks, with the new tags for exactly the same members.
  private func renamed(in other: AbiView) -> [String: String] {
    let fresh = other.structures.values.filter { structures[$0.name] == nil }
      .sorted { $0.name < $1.name }
    let gone = structures.values.filter { other.structures[$0.name] == nil }
    return Dictionary(
      uniqueKeysWithValues: gone.compactMap { mine in
        fresh.first { $0.members == mine.members && $0.name.hasPrefix(mine.name) }
          .map { (mine.name, $0.name) }
      })
  }

  private func lost(_ mine: TypeLayout, successor: String?, _ other: AbiView) -> [AbiChange] {
    if let successor {
      return [
        AbiChange(
          .whole(mine.name), .renamed, isBreaking: false, before: mine.extent, after: successor)
      ]
    }
    guard absence(in: other) != .unsaid else { return [] }
    return [AbiChange(.whole(mine.name), .removed, isBreaking: true, before: mine.extent)]
  }

  private func members(
    of mine: TypeLayout, _ theirs: TypeLayout, absence: Absence
  ) -> [AbiChange] {
    guard mine != theirs else { return [] }
    return compare(used: mine, with: theirs, names: ForeignName.counterparts(in: mine.name))
      .compactMap {
        AbiChange($0, in: mine.name, absence: absence)
      }
  }

  /// The meaning of a thing that the other view lacks.
  fileprivate enum Absence {
    /// It was removed: the view of a release is complete.
    case gone
    /// One kernel declares it, and the next one does not.
    case dropped
    /// No meaning: a kernel declares only what it uses of a release.
    case unsaid
  }

  private func absence(in other: AbiView) -> Absence {
    other.isWhole ? .gone : isWhole ? .unsaid : .dropped
  }
}

extension AbiChange {
  /// Nil for a member that the second view merely does not declare.
  fileprivate init?(_ difference: Difference, in tag: String, absence: AbiView.Absence) {
    guard !difference.isExtension || absence != .unsaid else { return nil }
    let member = difference.kind == .stride ? nil : difference.used ?? difference.other.first
    self.init(
      .structure(tag, member: member?.path), AbiChange.kinds[difference.kind] ?? .recut,
      isBreaking: difference.isBreaking || (difference.isExtension && absence == .gone),
      before: difference.before, after: AbiChange.after(difference))
  }

  /// Maps the comparison, which is seen from the guest that uses the first layout, to changes,
  /// which are seen from outside.
  private static let kinds: [Difference.Kind: Kind] = [
    .moved: .moved, .swapped: .moved, .resized: .resized, .retyped: .retyped, .stride: .resized,
    .overlapping: .recut,
    .added: .removed,
    .alternative: .removed, .renamed: .renamed, .undeclared: .added,
  ]

  /// The member in the second view, with its name only if that differs; empty for a member of a
  /// union arm that is gone.
  private static func after(_ difference: Difference) -> String {
    guard difference.kind != .alternative, let member = difference.other.first else { return "" }
    if difference.kind == .stride { return "\(member.size) bytes" }
    if difference.kind == .retyped { return "\(member.place), \(member.type)" }
    let isNamed = difference.used == nil || difference.used?.path == member.path
    return isNamed ? member.place : "\(member.path), \(member.place)"
  }
}

extension Difference {
  fileprivate var before: String {
    guard let used else { return "" }
    switch kind {
    case .stride: return "\(used.size) bytes"
    case .retyped: return "\(used.place), \(used.type)"
    default: return used.place
    }
  }
}

extension AbiChange.Subject {
  fileprivate static func whole(_ tag: String) -> Self { .structure(tag, member: nil) }
}

extension TypeLayout {
  fileprivate var extent: String { "\(size) bytes" }
}

extension Layout.Member {
  fileprivate var place: String { "at \(offset), \(size) bytes" }
}

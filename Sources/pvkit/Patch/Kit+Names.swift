// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine

extension Kit {
  /// The entry that the user named: by its id, or by a part of it that is unique.
  ///
  /// - Throws: a usage error that lists all matches, or the most similar names if there is none.
  func entry(named name: String) throws -> Entry {
    let found = entries(named: name)
    if let entry = found.first, found.count == 1 { return entry }
    guard found.isEmpty else {
      throw ValidationError(
        "\(found.count) entries are called \"\(name)\": "
          + found.map(\.id).joined(separator: ", "))
    }
    throw ValidationError("no entry \"\(name)\"; \(nearest(to: name))")
  }

  /// The names most similar to a name that no group or entry has; all groups if none is similar.
  private func nearest(to name: String) -> String {
    let known = [entries.map(\.id), entries.map { String($0.name) }, groups]
    let near = known.map { Nearest.names(name, among: $0) }.first { !$0.isEmpty } ?? []
    return near.isEmpty
      ? "the groups are: " + groups.joined(separator: ", ")
      : "nearest: " + near.joined(separator: ", ")
  }

  /// The choice for the names given with `--only`, which are groups, or entries as for
  /// `entry(named:)`. Nil without names, for all entries.
  ///
  /// - Parameter recorded: the ids of recorded entries, which can be named in the same ways even if
  ///   the kit no longer has them.
  func choice(named names: [String], recorded: [String] = []) throws -> EntryChoice? {
    guard !names.isEmpty else { return nil }
    let lost = recorded.filter { id in !entries.contains { $0.id == id } }
    let groups = groups + lost.map { String($0.prefix { $0 != "/" }) }
    let single = try names.filter { !groups.contains($0) }.map { name in
      let meant = lost.filter { Entry.isCalled($0, name) }
      if entries(named: name).isEmpty, let id = meant.first, meant.count == 1 { return id }
      guard !entries(named: name).isEmpty else {
        throw ValidationError(
          "no group or entry \"\(name)\"; \(nearest(to: name))")
      }
      return try entry(named: name).id
    }
    return EntryChoice(groups: names.filter(groups.contains), ids: single)
  }
}

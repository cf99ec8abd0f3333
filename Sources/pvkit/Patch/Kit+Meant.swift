// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import PatchEngine

extension Kit {
  /// The entry that a user means: its id, or any part of it that no other entry has.
  ///
  /// - Throws: a usage error that names the nearest ones, or all that are called so.
  func entry(meant name: String) throws -> Entry {
    let found = entries(named: name)
    if let entry = found.first, found.count == 1 { return entry }
    guard found.isEmpty else {
      throw ValidationError(
        "\(found.count) entries are called \"\(name)\": "
          + found.map(\.id).joined(separator: ", "))
    }
    throw ValidationError("no entry \"\(name)\"; \(nearest(to: name))")
  }

  /// What may have been meant by a name that no group or entry has; the groups where nothing is like it.
  private func nearest(to name: String) -> String {
    let known = [entries.map(\.id), entries.map { String($0.name) }, groups]
    let near = known.map { Nearest.names(name, among: $0) }.first { !$0.isEmpty } ?? []
    return near.isEmpty
      ? "the groups are: " + groups.joined(separator: ", ")
      : "nearest: " + near.joined(separator: ", ")
  }

  /// What `--only` asks for: groups, or entries as `entry(meant:)` takes them; nil for all.
  ///
  /// - Parameter recorded: entries, by their ids, that may be meant though the kit no longer has them.
  func choice(meant names: [String], recorded: [String] = []) throws -> EntryChoice? {
    guard !names.isEmpty else { return nil }
    let lost = recorded.filter { id in !entries.contains { $0.id == id } }
    let groups = groups + lost.map { String($0.prefix { $0 != "/" }) }
    let single = try names.filter { !groups.contains($0) }.map { name in
      if entries(named: name).isEmpty, let id = lost.first(where: { $0 == name }) { return id }
      guard !entries(named: name).isEmpty else {
        throw ValidationError(
          "no group or entry \"\(name)\"; \(nearest(to: name))")
      }
      return try entry(meant: name).id
    }
    return EntryChoice(groups: names.filter(groups.contains), ids: single)
  }
}

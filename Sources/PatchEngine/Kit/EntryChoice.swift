// SPDX-License-Identifier: Apache-2.0

/// The entries that the user chose: groups and single entries.
public struct EntryChoice: Sendable {
  private let groups: Set<String>
  private let ids: Set<String>

  /// - Parameters:
  ///   - groups: the names of groups, which the kit may no longer have.
  ///   - ids: the IDs of single entries.
  public init(groups: some Sequence<String>, ids: some Sequence<String> = []) {
    self.groups = Set(groups)
    self.ids = Set(ids)
  }

  /// Whether the entry was chosen.
  public func contains(_ id: String) -> Bool {
    ids.contains(id) || groups.contains(String(id.prefix { $0 != "/" }))
  }
}

extension EntryChoice? {
  /// Whether the entry was chosen; nil chooses all entries.
  public func contains(_ id: String) -> Bool { self?.contains(id) ?? true }
}

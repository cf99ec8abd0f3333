// SPDX-License-Identifier: Apache-2.0

/// Which entries a command was asked for: those of groups, and single ones.
public struct EntryChoice: Sendable {
  private let groups: Set<String>
  private let ids: Set<String>

  /// - Parameters:
  ///   - groups: names of groups, also of those that the kit no longer has.
  ///   - ids: of single entries.
  public init(groups: some Sequence<String>, ids: some Sequence<String> = []) {
    self.groups = Set(groups)
    self.ids = Set(ids)
  }

  /// Whether an entry was asked for.
  public func contains(_ id: String) -> Bool {
    ids.contains(id) || groups.contains(String(id.prefix { $0 != "/" }))
  }
}

extension EntryChoice? {
  /// Nil stands for all.
  public func contains(_ id: String) -> Bool { self?.contains(id) ?? true }
}

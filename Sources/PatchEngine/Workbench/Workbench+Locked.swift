// SPDX-License-Identifier: Apache-2.0

import Base

extension Workbench {
  /// Notes on what changed in the kit since the tree's release was locked, and how to proceed.
  ///
  /// - Parameters:
  ///   - choice: the chosen entries; those on the tree are examined too.
  ///   - refused: the entries that do not fit. They have to be fixed before anything can be locked.
  func sinceLocked(_ choice: EntryChoice?, besides refused: Set<String> = []) -> [Note] {
    guard let locks, let nearest = Kit.lock(for: tree.release, among: locks) else { return [] }
    let there = Set(record?.entries ?? [])
    func chosen(_ ids: some Sequence<String>) -> [String] {
      ids.filter { (choice.contains($0) || there.contains($0)) && !refused.contains($0) }
    }
    let lost = chosen(kit.lost(since: nearest))
    func note(_ text: String, _ entries: [String]) -> Note? {
      self.note(text, entries, isLockable: refused.isEmpty)
    }
    let moved = chosen(kit.moved(since: nearest))
    var notes = [
      note("changes less in Linux \(nearest.release) than when it was locked", lost),
      note("not in the order of the series in which Linux \(nearest.release) was locked", moved),
    ]
    if nearest.numbers == tree.release.numbers {
      let changed = chosen(kit.changed(since: nearest)).filter {
        !lost.contains($0) && !moved.contains($0)
      }
      notes.append(note("new or changed since Linux \(nearest.release) was locked", changed))
    } else if let target = try? target(), !target.isLockable(among: locks) {
      let others = kit.unlocked(at: tree.release, among: locks)
      let changed = chosen(kit.entries.map(\.id)).filter {
        others.contains($0) && !lost.contains($0)
      }
      notes.append(note("changes this tree in a way that no release was locked with", changed))
    }
    return notes.compactMap { $0 }
  }

  private func note(_ text: String, _ entries: [String], isLockable: Bool) -> Note? {
    guard !entries.isEmpty else { return nil }
    let time = isLockable ? "then" : "then, when no entry is refused,"
    return Note(
      text, entries.map(file),
      cure: "check what changed, \(time) run: pvkit patch lock --kit \(kit.directory.shellFile) "
        + lockTree)
  }

  /// The tree to make the lock from, for the suggested command.
  private var lockTree: String {
    let locks = locks ?? []
    guard let target = try? target(), !target.isLockable(among: locks),
      let nearest = Kit.lock(for: tree.release, among: locks)
    else { return tree.path.shellFile }
    return "TREE, of Linux \(nearest.release)"
  }

  /// The path of an entry: its file, or its directory if it has files of its own.
  private func file(_ id: String) -> String {
    guard let entry = kit.entries.first(where: { $0.id == id }) else {
      return "\(id) (no longer in the kit)"
    }
    let hasFiles = entry.steps.contains { ($0 as? NewStep)?.source.hasPrefix(id + "/") ?? false }
    return "\(kit.directory)/\(id)" + (hasFiles ? "" : "/entry")
  }
}

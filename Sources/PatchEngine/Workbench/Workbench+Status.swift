// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// Where the groups' entries stand; changes nothing.
  ///
  /// - Returns: the outcome, whose `files` are those that were changed since pvkit wrote them.
  public func status(_ groups: [String]?) throws(PatchError) -> Outcome {
    let asked = kit.entries.filter { groups?.contains($0.group) ?? true }
    let there = Set(record?.entries ?? [])
    let plan = try plan(there.union(asked.map(\.id)))
    let bad = Set(plan.refusals.map(\.entry))
    let entries = asked.map { entry in
      EntryOutcome(
        entry: entry.id, subject: entry.subject,
        state: entry.steps(for: tree.release).isEmpty
          ? .idle : bad.contains(entry.id) ? .refused : there.contains(entry.id) ? .present : .fits)
    }
    return Outcome(
      release: tree.release.description, entries: entries, refusals: plan.refusals,
      files: try locallyChanged())
  }

  /// Files that are not as pvkit left them.
  private func locallyChanged() throws(PatchError) -> [String] {
    guard let layer else { return [] }
    var changed: [String] = []
    for file in layer.record.files {
      let (current, applied) = (try tree.read(file.path), try layer.applied(file.path))
      if current != applied { changed.append(file.path) }
    }
    return changed
  }
}

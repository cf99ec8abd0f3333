// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// Where the chosen entries stand, and what `apply` would do to them; changes nothing.
  ///
  /// - Parameter choice: nil for all.
  /// - Returns: the outcome, whose `files` are those that were changed since pvkit wrote them.
  public func status(_ choice: EntryChoice?) throws(PatchError) -> Outcome {
    let ids = ids(choice)
    let asked = kit.entries.filter { ids.contains($0.id) }
    let target = try target()
    let plan = try plan(ids.union(record?.entries ?? []), for: target)
    try checkVanilla(plan, for: target)
    var builder = ChangeBuilder(tree, layer, plan)
    if layer != nil && plan.refusals.isEmpty { try builder.compare() }
    let notes = plan.notes + narrowed + (try required(by: choice))
    return Outcome(
      release: tree.release.description,
      entries: standing(asked, in: plan, for: target, builder) + goneEntries(.toRevert),
      refusals: plan.refusals,
      notes: notes
        + [builder.conflict.map { Note("apply would be refused: \($0)") }].compactMap { $0 },
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

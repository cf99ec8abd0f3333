// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// Where the groups' entries stand; changes nothing.
  ///
  /// - Returns: the outcome, whose `files` are those that were changed since pvkit wrote them.
  public func status(_ groups: [String]?) throws(PatchError) -> Outcome {
    let ids = ids(groups)
    let asked = kit.entries.filter { ids.contains($0.id) }
    let target = try target()
    let plan = try plan(ids.union(record?.entries ?? []), for: target)
    try checkVanilla(plan, for: target)
    return Outcome(
      release: tree.release.description, entries: standing(asked, in: plan, for: target),
      refusals: plan.refusals, notes: plan.notes + narrowed,
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

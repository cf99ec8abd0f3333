// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The states of the chosen entries, and what `apply` would do to them. Nothing is changed.
  ///
  /// - Parameter choice: the chosen entries; nil for all.
  /// - Returns: the outcome, whose `files` are those with local changes since pvkit wrote them.
  public func status(_ choice: EntryChoice?) throws(PatchError) -> Outcome {
    let target = try target()
    let plan = try plan(wanted(choice, for: target), for: target, heldTo: locks)
    try checkVanilla(plan, for: target)
    var builder = ChangeBuilder(tree, layer, plan)
    if plan.refusals.isEmpty { try builder.compare() }
    let shown = Set(asked(choice, for: target).map(\.id) + leavers(plan))
    let entries = kit.entries.filter { shown.contains($0.id) }
    let refused = Set(plan.refusals.flatMap { [$0.entry] + $0.others })
    var notes = plan.notes + sinceLocked(choice, besides: refused)
    notes += try required(by: choice)
    notes += leaving(plan, target) + orphans(builder.puts, builder.drops, plan)
    if record != nil { notes += otherArchitectures(plan) }
    if let problem = builder.problem { notes.append(Note("apply would be refused: \(problem)")) }
    return Outcome(
      release: tree.release.description, architectures: target.architectures,
      entries: standing(entries, in: plan, for: target, builder) + goneEntries(.toRevert),
      refusals: plan.refusals, notes: notes, files: try locallyChanged(), removed: [],
      isBare: record == nil)
  }

  /// The files whose content is not as pvkit wrote it.
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

// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The states of the chosen entries, and what `apply` would do to them. Nothing is changed.
  ///
  /// - Parameter choice: the chosen entries; nil for all.
  /// - Returns: the outcome, whose `files` are those with local changes since pvkit wrote them.
  public func status(_ choice: EntryChoice?) throws(PatchError) -> PatchOutcome {
    let target = try target()
    let plan = try plan(wanted(choice, for: target), for: target, heldTo: locks)
    try checkVanilla(plan, for: target)
    var builder = ChangeBuilder(tree, appliedKit, plan)
    if plan.refusals.isEmpty { try builder.compare() }
    let shown = Set(asked(choice, for: target).map(\.id) + leavers(plan))
    let entries = kit.entries.filter { shown.contains($0.id) }
    let refused = Set(plan.refusals.flatMap { [$0.entry] + $0.others })
    var notes = plan.notes + sinceLocked(choice, besides: refused)
    notes += try required(by: choice)
    notes += leaving(plan, target) + orphans(builder.puts, builder.drops, plan)
    if record != nil { notes += otherArchitectures(plan) }
    if let problem = builder.problem { notes.append(Note("apply would be refused: \(problem)")) }
    return PatchOutcome(
      release: tree.release.description, architectures: target.architectures,
      entries: states(of: entries, in: plan, for: target, builder) + goneEntries(.toRevert),
      refusals: plan.refusals, notes: notes, files: try locallyChanged(), removed: [],
      isBare: record == nil)
  }

  /// The IDs of the entries on the tree of which the kit now has something else for what it was
  /// applied for, or nothing at all.
  public func outdated() throws(PatchError) -> [String] {
    guard let record, let appliedKit, let target = appliedTarget(record) else { return [] }
    let there = Set(record.entries)
    let plan = try plan(there, for: target, heldTo: nil)
    var paths: [String] = []
    for path in Set(plan.paths).union(record.files.map(\.path))
    where try appliedKit.applied(path) != plan.content(of: path) { paths.append(path) }
    let leaving = Set(leavers(plan))
    return kit.entries.filter {
      there.contains($0.id)
        && (leaving.contains($0.id) || Self.changes(paths, by: $0, for: target))
    }.map(\.id) + goneEntries(.toRevert).map(\.entry)
  }

  /// The files whose content is not as pvkit wrote it.
  private func locallyChanged() throws(PatchError) -> [String] {
    guard let appliedKit else { return [] }
    var changed: [String] = []
    for file in appliedKit.record.files {
      let (current, applied) = (try tree.read(file.path), try appliedKit.applied(file.path))
      if current != applied { changed.append(file.path) }
    }
    return changed
  }
}

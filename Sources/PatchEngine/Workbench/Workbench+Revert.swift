// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// Removes the chosen entries from the tree, and restores the original bytes. The entries and
  /// architectures on the tree are taken from the record, regardless of `asked`.
  ///
  /// Entries that stay are left unchanged, with one exception. The record does not state what each
  /// entry wrote; so where the kit now makes something else of a file, the entries that stay are
  /// renewed. They are compared with the locks as by `apply`, and named.
  ///
  /// - Throws: if the kit was applied by other means or its record is lost, or if an entry would
  ///   stay that the kit no longer has.
  public func revert(_ choice: EntryChoice?, isTrial: Bool = false) throws(PatchError)
    -> PatchOutcome
  {
    guard let record else {
      try checkNoOwnText()
      return outcome(Plan(tree.release), nil, notes: try foreignPort()) { _ in nil }
    }
    let there = Set(record.entries)
    let named = there.filter(choice.contains)
    let going = kit.withDependents(named).intersection(there)
    let staying = there.subtracting(going)
    try checkKnown(staying)
    let rest = try remainder(staying, of: there, record)
    if !rest.plan.refusals.isEmpty, let target = appliedTarget(record) {
      return refused(rest.plan, rest.plan.entries, target, notes: rest.notes(there, kit))
    }
    let gone: EntryState = isTrial ? .toRevert : .reverted
    let leaving = Set(leavers(rest.plan))
    return outcome(
      rest.plan, try bring(rest.plan, isTrial),
      notes: removalNotes(named, going, staying.subtracting(leaving)) + rest.notes(there, kit),
      besides: goneEntries(gone)
    ) { entry in
      if leaving.contains(entry.id) { return gone }
      guard rest.renewed.contains(entry.id) else { return nil }
      guard there.contains(entry.id) else { return isTrial ? .toApply : .applied }
      return isTrial ? .toRenew : .renewed
    }
  }

  /// Checks that the kit has all entries that stay. An entry that the kit no longer has can only be
  /// removed: it cannot be applied again without the others.
  private func checkKnown(_ staying: Set<String>) throws(PatchError) {
    let lost = staying.filter { id in !kit.entries.contains { $0.id == id } }.sorted()
    guard !lost.isEmpty, kit.known(tree.release) != nil else { return }
    throw PatchError(
      tree.path, "has \(lost.joined(separator: ", ")), which the kit no longer has and cannot keep",
      cure: "also name \(lost.count == 1 ? "it" : "them") with --only, or revert the whole kit")
  }

  /// The plan for the entries that stay, on the vanilla tree.
  private func remainder(
    _ staying: Set<String>, of there: Set<String>, _ record: Record
  ) throws(PatchError) -> Remainder {
    guard let target = appliedTarget(record) else {
      guard staying.isEmpty else { throw kit.unknown(tree.release, tree: tree.path) }
      return Remainder(plan: Plan(tree.release))
    }
    let plan = try plan(staying, for: target, heldTo: nil)
    guard !plan.entries.isEmpty else { return Remainder(plan: plan) }
    let whole = try self.plan(there, for: target, heldTo: nil)
    // If the kit no longer has some of the entries, their files are not orphans.
    let hasAll = goneEntries(.reverted).isEmpty
    let orphans = record.files.map(\.path).filter { hasAll && whole.files[$0] == nil }
    let changed = try changed(plan, of: whole, target)
    guard !changed.isEmpty else { return Remainder(plan: plan, orphans: orphans) }
    let wanted = staying.union(kit.withRequired(changed))
    let renewal = try self.plan(wanted, for: target, heldTo: try kit.locks())
    let new = renewal.entries.map(\.id).filter { !there.contains($0) }
    return Remainder(plan: renewal, renewed: changed.union(new), orphans: orphans)
  }

  /// The entries of a plan that work on a file for which the applied entries would now make another
  /// content than the recorded one.
  private func changed(
    _ plan: Plan, of whole: Plan, _ target: KitTarget
  ) throws(PatchError) -> Set<String> {
    var paths: [String] = []
    for path in plan.paths where try appliedKit?.applied(path) != whole.content(of: path) {
      paths.append(path)
    }
    return Set(
      plan.entries.filter { Self.changes(paths, by: $0, for: target) }.map(\.id))
  }
}

/// What stays on a tree when a part of the kit is removed.
private struct Remainder {
  let plan: Plan
  /// The IDs of the entries that are renewed, and of those that are newly applied with them.
  var renewed: Set<String> = []
  /// The files that no entry of the kit changes or creates any more.
  var orphans: [String] = []

  /// Notes on what is done beyond what was asked for, because the kit changed.
  func notes(_ there: Set<String>, _ kit: Kit) -> [Note] {
    let all = kit.entries.map(\.id).filter(renewed.contains)
    return [
      (
        "renewed, because the kit now has other changes for its files",
        all.filter(there.contains)
      ),
      (Workbench.requiredNow, all.filter { !there.contains($0) }),
      (Workbench.orphaned, orphans),
    ].filter { !$1.isEmpty }.map { Note($0, $1) }
  }
}

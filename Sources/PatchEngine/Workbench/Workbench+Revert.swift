// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// Takes the chosen entries off the tree: every byte is as before them. What is on the tree, and
  /// for which architectures, the record says, whatever is to be built now.
  ///
  /// What stays is as it was. Where the kit has something else for a file now, what stays there is
  /// renewed, held to the locks as by `apply`, and named: what each entry had written is not recorded.
  ///
  /// - Throws: when the kit was put on the tree by other means, or its record is lost; and when an
  ///   entry is to stay that the kit no longer has.
  public func revert(_ choice: EntryChoice?, isTrial: Bool = false) throws(PatchError) -> Outcome {
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

  /// What an entry did that the kit no longer has can only go: it cannot be done again beside less.
  private func checkKnown(_ staying: Set<String>) throws(PatchError) {
    let lost = staying.filter { id in !kit.entries.contains { $0.id == id } }.sorted()
    guard !lost.isEmpty, kit.known(tree.release) != nil else { return }
    throw PatchError(
      tree.path, "has \(lost.joined(separator: ", ")), which the kit no longer has and cannot keep",
      cure: "name \(lost.count == 1 ? "it" : "them") with --only too, or revert all of the kit")
  }

  /// What entries that stay make of the vanilla tree.
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
    // Those of entries that the kit no longer has go with these.
    let hasAll = goneEntries(.reverted).isEmpty
    let orphans = record.files.map(\.path).filter { hasAll && whole.sheets[$0] == nil }
    let changed = try changed(plan, of: whole, target)
    guard !changed.isEmpty else { return Remainder(plan: plan, orphans: orphans) }
    let wanted = staying.union(kit.withRequired(changed))
    let renewal = try self.plan(wanted, for: target, heldTo: try kit.locks())
    let new = renewal.entries.map(\.id).filter { !there.contains($0) }
    return Remainder(plan: renewal, renewed: changed.union(new), orphans: orphans)
  }

  /// Entries of a plan that work on a file of which all that is on the tree would make something else
  /// now than is recorded.
  private func changed(
    _ plan: Plan, of whole: Plan, _ target: Target
  ) throws(PatchError) -> Set<String> {
    var paths: [String] = []
    for path in plan.paths where try layer?.applied(path) != whole.content(of: path) {
      paths.append(path)
    }
    return Set(
      plan.entries.filter { Self.changes(paths, by: $0, for: target) }.map(\.id))
  }
}

/// What stays of a kit of which a part is taken off a tree.
private struct Remainder {
  let plan: Plan
  /// The entries that are not as they were, and those that come onto the tree with them.
  var renewed: Set<String> = []
  /// Files that no entry of the kit has any more.
  var orphans: [String] = []

  /// That more than what was asked for is done, as the kit is another one.
  func notes(_ there: Set<String>, _ kit: Kit) -> [Note] {
    let all = kit.entries.map(\.id).filter(renewed.contains)
    return [
      (
        "the kit has something else now for files of what stays, which is renewed",
        all.filter(there.contains)
      ),
      (Workbench.requiredNow, all.filter { !there.contains($0) }),
      (Workbench.orphaned, orphans),
    ].filter { !$1.isEmpty }.map { Note($0, $1) }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import SystemPackage

/// A kit and a tree: what the `pvkit patch` commands work on.
public struct Workbench {
  /// The kit; it may be unread, see `Kit.isRead`.
  public let kit: Kit
  /// The tree, with the release of its vanilla Makefile.
  public let tree: KernelTree
  let appliedKit: AppliedKit?
  /// The kit's locks; nil to not compare the tree with them.
  let locks: [Lock]?
  /// The architectures given by `--arch`; nil if it was not given.
  let asked: [Architecture]?
  private let locked: LockedTree

  /// Locks the tree for this process, and undoes what a killed run began.
  ///
  /// - Parameters:
  ///   - architectures: the architectures to build; nil to determine them from the tree.
  ///   - holdsToLocks: whether to compare the tree with the kit's locks. Not when a lock is made or
  ///     the kit is removed, because the present locks may be damaged.
  /// - Throws: if the tree is in use, its record is damaged, or its release is not the recorded
  ///   one.
  public init(
    kit: Kit, tree: KernelTree, architectures: [Architecture]? = nil, holdsToLocks: Bool = true
  ) throws(PatchError) {
    self.kit = kit
    asked = architectures
    locks = holdsToLocks ? try kit.locks() : nil
    locked = try PatchError.of { () throws(FileError) in try LockedTree(FilePath(named: tree.path))
    }
    appliedKit = try StateDirectory.appliedKit(of: tree)
    self.tree = try Self.vanilla(tree, appliedKit)
    try Self.checkRelease(self.tree, appliedKit)
  }

  /// Whether a killed run had left an incomplete change, which was undone.
  public var hasRecovered: Bool { locked.hasRecovered }

  /// What is applied, according to the tree's record; nil for a vanilla tree.
  public var record: Record? { appliedKit?.record }

  /// The tree with the release of the vanilla Makefile, if the present one states another release
  /// because a kit changed it.
  private static func vanilla(
    _ tree: KernelTree, _ appliedKit: AppliedKit?
  ) throws(PatchError) -> KernelTree {
    let name = "Makefile"
    guard let appliedKit, let applied = try appliedKit.applied(name),
      let original = try appliedKit.original(name),
      KernelRelease(makefile: applied) == tree.release,
      let release = KernelRelease(makefile: original)
    else { return tree }
    return KernelTree(tree, of: release)
  }

  private static func checkRelease(_ tree: KernelTree, _ appliedKit: AppliedKit?) throws(PatchError)
  {
    guard let appliedKit, !appliedKit.record.isOf(tree.release) else { return }
    throw PatchError(
      tree.path,
      "is Linux \(tree.release), but the kit was applied to \(appliedKit.record.release)",
      cure: "restore its top Makefile; or start with a fresh tree of this release")
  }

  /// The vanilla content of a file; nil if the vanilla tree does not have it.
  func original(_ path: String) throws(PatchError) -> [UInt8]? {
    if let appliedKit, appliedKit.file(path) != nil { return try appliedKit.original(path) }
    if appliedKit?.isDirectory(path) == true { return nil }
    return try tree.read(path)
  }

  /// The plan for entries, given by their IDs, on the vanilla tree.
  ///
  /// - Parameter locks: the locks to compare the tree with; nil for none.
  func plan(
    _ ids: Set<String>, for target: KitTarget, heldTo locks: [Lock]?
  ) throws(PatchError) -> Plan {
    try Plan(
      kit.entries.filter { ids.contains($0.id) }, of: kit, for: target, locks, original: original)
  }

  /// The IDs of the chosen entries that have an effect on a target, and of those that they require.
  func ids(_ choice: EntryChoice?, for target: KitTarget) -> Set<String> {
    let chosen = kit.entries.filter { choice.contains($0.id) && !$0.steps(for: target).isEmpty }
    return kit.withRequired(chosen.map(\.id))
  }

  /// The IDs of the entries that will be on the tree: the chosen ones, the present ones, and those
  /// that either now require, because all of them are renewed together.
  func wanted(_ choice: EntryChoice?, for target: KitTarget) -> Set<String> {
    let there = Set(record?.entries ?? [])
    let kept = kit.entries.filter { there.contains($0.id) && !$0.steps(for: target).isEmpty }
    return ids(choice, for: target).union(kit.withRequired(kept.map(\.id))).union(there)
  }

  /// The chosen entries, and those that are newly applied with them.
  func asked(_ choice: EntryChoice?, for target: KitTarget) -> [Entry] {
    let there = Set(record?.entries ?? [])
    let ids = ids(choice, for: target).union(wanted(choice, for: target).subtracting(there))
    return kit.entries.filter { ids.contains($0.id) || choice.contains($0.id) }
  }

  /// Applies the chosen entries to the tree. Present entries are kept, except those that are no
  /// longer for the tree: they are removed, and named.
  ///
  /// - Parameters:
  ///   - choice: the chosen entries; nil for all.
  ///   - isTrial: whether to determine the outcome without changing anything.
  /// - Throws: also if no chosen entry is for the tree or on it.
  public func apply(_ choice: EntryChoice?, isTrial: Bool = false) throws(PatchError)
    -> PatchOutcome
  {
    let target = try target()
    let asked = asked(choice, for: target)
    try checkSomethingIsFor(target, choice)
    let plan = try plan(wanted(choice, for: target), for: target, heldTo: locks)
    try checkVanilla(plan, for: target)
    guard plan.refusals.isEmpty else { return refused(plan, asked, target) }
    let others = sinceLocked(choice) + (try required(by: choice)) + leaving(plan, target)
    let change = try bring(plan, isTrial)
    let notes = others + orphans(change.puts, change.drops, plan)
    let there = Set(record?.entries ?? [])
    let leaving = Set(leavers(plan))
    let gone: EntryState = isTrial ? .toRevert : .reverted
    return outcome(plan, change, notes: notes, besides: goneEntries(gone)) { entry in
      if leaving.contains(entry.id) { return gone }
      if entry.steps(for: target).isEmpty {
        return asked.contains { $0.id == entry.id } ? idle(entry, target) : nil
      }
      guard plan.entries.contains(where: { $0.id == entry.id }) else { return nil }
      guard there.contains(entry.id) else { return isTrial ? .toApply : .applied }
      let isNew = Self.changes(change.renewed, by: entry, for: target)
      return isNew ? (isTrial ? .toRenew : .renewed) : .present
    }
  }

  /// Refuses a choice without an entry that is for the tree, or on it.
  private func checkSomethingIsFor(
    _ target: KitTarget, _ choice: EntryChoice?
  ) throws(PatchError) {
    guard !(record?.entries ?? []).contains(where: choice.contains) else { return }
    let chosen = kit.entries.filter { choice.contains($0.id) }
    guard chosen.allSatisfy({ $0.steps(for: target).isEmpty }) else { return }
    let outcomes = chosen.map {
      EntryOutcome(entry: $0.id, subject: $0.subject, state: idle($0, target))
    }
    let reasons = IdleGroups(outcomes, for: target).sentences
    throw PatchError(
      tree.path, "has nothing to do: \(reasons.joined(separator: ", "))",
      cure: "nothing was changed")
  }

  /// Changes the tree to the result of a plan, unless it is a trial.
  func bring(_ plan: Plan, _ isTrial: Bool) throws(PatchError) -> Change {
    var builder = ChangeBuilder(tree, appliedKit, plan)
    let change = try builder.change()
    let isSame =
      appliedKit == nil
      ? plan.entries.isEmpty : change.isEmpty && change.record == appliedKit?.record
    if !isTrial && !isSame { try carryOut(change) }
    return change
  }

  private func carryOut(_ change: Change) throws(PatchError) {
    let recorded = try StateDirectory.files(of: tree)
    try PatchError.of { () throws(FileError) in
      try locked.commit(change.treeChange(recorded: recorded))
    }
  }
}

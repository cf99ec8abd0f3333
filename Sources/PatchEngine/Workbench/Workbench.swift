// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import SystemPackage

/// A kit and a tree: what every `pvkit patch` command works at.
public struct Workbench {
  public let kit: Kit
  public let tree: KernelTree
  let layer: Layer?
  /// Nil where the tree is not held to them.
  let locks: [Lock]?
  /// What `--arch` said; nil when it said nothing.
  let asked: [Architecture]?
  private let locked: LockedTree

  /// Takes the tree for this process, and undoes what a killed run has begun.
  ///
  /// - Parameters:
  ///   - architectures: for which the tree is to be built; nil where the tree shows it.
  ///   - holdsToLocks: not where a lock is made anew, or the kit is removed: the locks that are there
  ///     may be damaged.
  public init(
    kit: Kit, tree: KernelTree, architectures: [Architecture]? = nil, holdsToLocks: Bool = true
  ) throws(PatchError) {
    self.kit = kit
    asked = architectures
    locks = holdsToLocks ? try kit.locks() : nil
    locked = try PatchError.of { () throws(FileError) in try LockedTree(FilePath(named: tree.path))
    }
    layer = try StateFolder.layer(of: tree)
    self.tree = try Self.vanilla(tree, layer)
    try Self.checkRelease(self.tree, layer)
  }

  /// Whether a killed run had left something half done, which has been undone.
  public var hasRecovered: Bool { locked.hasRecovered }

  /// What is applied, by the tree's record; nil for a vanilla tree.
  public var record: Record? { layer?.record }

  /// With the release of the vanilla Makefile, where the present one says another because a kit made
  /// it so.
  private static func vanilla(
    _ tree: KernelTree, _ layer: Layer?
  ) throws(PatchError) -> KernelTree {
    let name = "Makefile"
    guard let layer, let applied = try layer.applied(name), let original = try layer.original(name),
      KernelRelease(makefile: applied) == tree.release,
      let release = KernelRelease(makefile: original)
    else { return tree }
    return KernelTree(tree, of: release)
  }

  private static func checkRelease(_ tree: KernelTree, _ layer: Layer?) throws(PatchError) {
    guard let layer, !layer.record.isOf(tree.release) else { return }
    throw PatchError(
      tree.path, "is Linux \(tree.release), but the kit was applied to \(layer.record.release)",
      cure: "bring its top Makefile back; or begin with a fresh tree of this release")
  }

  /// What the vanilla tree has at a path.
  func original(_ path: String) throws(PatchError) -> [UInt8]? {
    if let layer, layer.file(path) != nil { return try layer.original(path) }
    if layer?.isFolder(path) == true { return nil }
    return try tree.read(path)
  }

  /// What these entries, by their ids, make of the vanilla tree.
  ///
  /// - Parameter locks: to which it is held; nil where it is to none.
  func plan(
    _ ids: Set<String>, for target: Target, heldTo locks: [Lock]?
  ) throws(PatchError) -> Plan {
    try Plan(
      kit.entries.filter { ids.contains($0.id) }, of: kit, for: target, locks, original: original)
  }

  /// The ids of the chosen entries that do something for a target, and of what they require.
  func ids(_ choice: EntryChoice?, for target: Target) -> Set<String> {
    let chosen = kit.entries.filter { choice.contains($0.id) && !$0.steps(for: target).isEmpty }
    return kit.withRequired(chosen.map(\.id))
  }

  /// The ids of what is to be on the tree: the chosen entries, those that are there, and what they
  /// require now, as all of them are renewed together.
  func wanted(_ choice: EntryChoice?, for target: Target) -> Set<String> {
    let there = Set(record?.entries ?? [])
    let kept = kit.entries.filter { there.contains($0.id) && !$0.steps(for: target).isEmpty }
    return ids(choice, for: target).union(kit.withRequired(kept.map(\.id))).union(there)
  }

  /// What was chosen, and what comes along.
  func asked(_ choice: EntryChoice?, for target: Target) -> [Entry] {
    let there = Set(record?.entries ?? [])
    let ids = ids(choice, for: target).union(wanted(choice, for: target).subtracting(there))
    return kit.entries.filter { ids.contains($0.id) || choice.contains($0.id) }
  }

  /// Puts the chosen entries on the tree. Those that are there stay, but for those that are no longer
  /// for the tree: they go, and are named.
  ///
  /// - Parameters:
  ///   - choice: nil for all.
  ///   - isTrial: find everything out, and change nothing.
  /// - Throws: also when no chosen entry is for the tree, nor on it.
  public func apply(_ choice: EntryChoice?, isTrial: Bool = false) throws(PatchError) -> Outcome {
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

  /// Nothing is done where nothing that was asked for is for the tree.
  private func checkSomethingIsFor(
    _ target: Target, _ choice: EntryChoice?
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

  func bring(_ plan: Plan, _ isTrial: Bool) throws(PatchError) -> Change {
    var builder = ChangeBuilder(tree, layer, plan)
    let change = try builder.change()
    let isSame =
      layer == nil ? plan.entries.isEmpty : change.isEmpty && change.record == layer?.record
    if !isTrial && !isSame { try carryOut(change) }
    return change
  }

  private func carryOut(_ change: Change) throws(PatchError) {
    let recorded = try StateFolder.files(of: tree)
    try PatchError.of { () throws(FileError) in
      try locked.commit(change.treeChange(recorded: recorded))
    }
  }
}

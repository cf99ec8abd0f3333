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
    self.tree = tree
    asked = architectures
    locks = holdsToLocks ? try kit.locks() : nil
    locked = try PatchError.of { () throws(FileError) in try LockedTree(FilePath(named: tree.path))
    }
    layer = try StateFolder.layer(of: tree)
    try Self.checkRelease(tree, layer)
  }

  /// Whether a killed run had left something half done, which has been undone.
  public var hasRecovered: Bool { locked.hasRecovered }

  /// What is applied, by the tree's record; nil for a vanilla tree.
  public var record: Record? { layer?.record }

  private static func checkRelease(_ tree: KernelTree, _ layer: Layer?) throws(PatchError) {
    guard let layer, layer.record.linux != tree.release.numbers else { return }
    throw PatchError(
      tree.path, "is Linux \(tree.release), but the kit was applied to \(layer.record.release)",
      cure: "go back to that release and revert, or remove .pvkit with what it says")
  }

  /// What the vanilla tree has at a path.
  func original(_ path: String) throws(PatchError) -> [UInt8]? {
    if let layer, layer.file(path) != nil { return try layer.original(path) }
    return try tree.read(path)
  }

  /// What these entries, by their ids, make of the vanilla tree.
  ///
  /// - Parameter isHeld: not of what is on the tree already: it was looked at when it came there.
  func plan(
    _ ids: Set<String>, for target: Target, isHeld: Bool = true
  ) throws(PatchError) -> Plan {
    try Plan(
      kit.entries.filter { ids.contains($0.id) }, of: kit, for: target, isHeld ? locks : nil,
      original: original)
  }

  /// The ids of the chosen entries, and of what they require.
  func ids(_ choice: EntryChoice?) -> Set<String> {
    kit.withRequired(kit.entries.map(\.id).filter(choice.contains))
  }

  /// Puts the chosen entries on the tree; those that are there stay.
  ///
  /// - Parameters:
  ///   - choice: nil for all.
  ///   - isTrial: find everything out, and change nothing.
  public func apply(_ choice: EntryChoice?, isTrial: Bool = false) throws(PatchError) -> Outcome {
    let ids = ids(choice)
    let asked = kit.entries.filter { ids.contains($0.id) }
    let target = try target()
    let plan = try plan(ids.union(record?.entries ?? []), for: target)
    try checkVanilla(plan, for: target)
    guard plan.refusals.isEmpty else { return refused(plan, asked, target) }
    let required = try required(by: choice)
    let change = try bring(plan, isTrial)
    let there = Set(record?.entries ?? [])
    return outcome(
      plan, change, notes: narrowed + required,
      besides: goneEntries(isTrial ? .toRevert : .reverted)
    ) { entry in
      if !plan.entries.contains(where: { $0.id == entry.id }) {
        return asked.contains { $0.id == entry.id } ? idle(entry, target) : nil
      }
      guard there.contains(entry.id) else { return isTrial ? .toApply : .applied }
      let isNew = Self.changes(change.puts.map(\.path), by: entry, for: target)
      return isNew ? (isTrial ? .toRenew : .renewed) : .present
    }
  }

  /// Whether one of these files is the entry's.
  private static func changes(
    _ paths: [String], by entry: Entry, for target: Target
  ) -> Bool {
    let own = Set(entry.steps(for: target).map(\.path))
    return paths.contains(where: own.contains)
  }

  /// Takes the chosen entries off the tree: every byte is as before them. What is on the tree, and
  /// for which architectures, the record says, whatever is to be built now.
  ///
  /// - Throws: when the kit was put on the tree by other means, or its record is lost.
  public func revert(_ choice: EntryChoice?, isTrial: Bool = false) throws(PatchError) -> Outcome {
    guard let record else {
      try checkNoOwnText()
      return outcome(Plan(tree.release), nil) { _ in nil }
    }
    let there = Set(record.entries)
    let named = there.filter(choice.contains)
    let going = kit.withDependents(named).intersection(there)
    let staying = there.subtracting(going)
    var plan = Plan(tree.release)
    if let target = appliedTarget(record) {
      plan = try self.plan(staying, for: target, isHeld: false)
      guard plan.refusals.isEmpty else { return refused(plan, plan.entries, target) }
    } else if !staying.isEmpty {
      throw kit.unknown(tree.release, tree: tree.path)
    }
    let state: EntryState = isTrial ? .toRevert : .reverted
    return outcome(
      plan, try bring(plan, isTrial), notes: removalNotes(named, going, staying),
      besides: goneEntries(state)
    ) { going.contains($0.id) ? state : nil }
  }

  /// Entries that are on the tree, and no longer in the kit: nothing keeps them there.
  func goneEntries(_ state: EntryState) -> [EntryOutcome] {
    let known = Set(kit.entries.map(\.id))
    return (record?.entries ?? []).filter { !known.contains($0) }.map {
      EntryOutcome(entry: $0, subject: "is no longer in the kit", state: state)
    }
  }

  private func bring(_ plan: Plan, _ isTrial: Bool) throws(PatchError) -> Change {
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

  private func outcome(
    _ plan: Plan, _ change: Change?, notes: [Note] = [], besides: [EntryOutcome] = [],
    state: (Entry) -> EntryState?
  ) -> Outcome {
    let entries = kit.entries.compactMap { entry in
      state(entry).map { EntryOutcome(entry: entry.id, subject: entry.subject, state: $0) }
    }
    return Outcome(
      release: tree.release.description, entries: entries + besides, refusals: [],
      notes: plan.notes + notes + otherArchitectures(plan),
      files: ((change?.puts.map(\.path) ?? []) + (change?.drops ?? [])).sorted())
  }

  private func refused(_ plan: Plan, _ asked: [Entry], _ target: Target) -> Outcome {
    Outcome(
      release: tree.release.description, entries: standing(asked, in: plan, for: target),
      refusals: plan.refusals, notes: plan.notes, files: [])
  }

  /// Where entries stand before anything is done.
  ///
  /// - Parameter builder: with what is to be done; nil where that is nothing.
  func standing(
    _ entries: [Entry], in plan: Plan, for target: Target, _ builder: ChangeBuilder? = nil
  ) -> [EntryOutcome] {
    let bad = Set(plan.refusals.map(\.entry))
    let there = Set(record?.entries ?? [])
    let puts = builder?.puts.map(\.path) ?? []
    let conflicts = builder?.conflicts ?? []
    return entries.map { entry in
      let state: EntryState =
        if entry.steps(for: target).isEmpty {
          idle(entry, target)
        } else if bad.contains(entry.id) || Self.changes(conflicts, by: entry, for: target) {
          .refused
        } else if !there.contains(entry.id) {
          .fits
        } else {
          Self.changes(puts, by: entry, for: target) ? .toRenew : .present
        }
      return EntryOutcome(entry: entry.id, subject: entry.subject, state: state)
    }
  }

  /// Why an entry has nothing to do.
  private func idle(_ entry: Entry, _ target: Target) -> EntryState {
    let all = Target(
      release: target.release, known: target.known, architectures: target.known.architectures)
    return entry.steps(for: all).isEmpty ? .idle : .otherArchitecture
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// A kit and a tree: what every `pvkit patch` command works at.
public struct Workbench {
  public let kit: Kit
  public let tree: KernelTree
  let layer: Layer?
  private let locked: LockedTree

  /// Takes the tree for this process, and undoes what a killed run has begun.
  public init(kit: Kit, tree: KernelTree) throws(PatchError) {
    self.kit = kit
    self.tree = tree
    locked = try PatchError.of { () throws(FileError) in try LockedTree(FilePath(tree.path)) }
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
  func plan(_ ids: Set<String>) throws(PatchError) -> Plan {
    try Plan(kit.entries.filter { ids.contains($0.id) }, for: tree.release, original: original)
  }

  /// Puts the groups' entries on the tree; those that are there stay.
  ///
  /// - Parameters:
  ///   - groups: nil for all.
  ///   - isTrial: find everything out, and change nothing.
  public func apply(_ groups: [String]?, isTrial: Bool = false) throws(PatchError) -> Outcome {
    let asked = kit.entries.filter { groups?.contains($0.group) ?? true }
    let plan = try plan(Set(asked.map(\.id) + (record?.entries ?? [])))
    try checkVanilla(plan)
    guard plan.refusals.isEmpty else { return refused(plan, asked) }
    let change = try bring(plan, isTrial)
    let there = Set(record?.entries ?? [])
    return outcome(plan, change, besides: goneEntries()) { entry in
      if !plan.entries.contains(where: { $0.id == entry.id }) {
        return asked.contains { $0.id == entry.id } ? .idle : nil
      }
      guard there.contains(entry.id) else { return isTrial ? .fits : .applied }
      let paths = Set(entry.steps(for: tree.release).map(\.path))
      return change.puts.contains { paths.contains($0.path) } ? .renewed : .present
    }
  }

  /// Takes the groups' entries off the tree: every byte is as before them.
  public func revert(_ groups: [String]?, isTrial: Bool = false) throws(PatchError) -> Outcome {
    let there = record?.entries ?? []
    let going = there.filter { id in groups?.contains { id.hasPrefix($0 + "/") } ?? true }
    let plan = try plan(Set(there).subtracting(going))
    guard plan.refusals.isEmpty else { return refused(plan, plan.entries) }
    let change = try bring(plan, isTrial)
    return outcome(plan, change, besides: goneEntries()) {
      going.contains($0.id) ? .reverted : nil
    }
  }

  /// Entries that are on the tree, and no longer in the kit: nothing keeps them there.
  private func goneEntries() -> [EntryOutcome] {
    let known = Set(kit.entries.map(\.id))
    return (record?.entries ?? []).filter { !known.contains($0) }.map {
      EntryOutcome(entry: $0, subject: "is no longer in the kit", state: .reverted)
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
    _ plan: Plan, _ change: Change, besides: [EntryOutcome] = [],
    state: (Entry) -> EntryState?
  ) -> Outcome {
    let entries = kit.entries.compactMap { entry in
      state(entry).map { EntryOutcome(entry: entry.id, subject: entry.subject, state: $0) }
    }
    return Outcome(
      release: tree.release.description, entries: entries + besides, refusals: [],
      files: (change.puts.map(\.path) + change.drops).sorted())
  }

  private func refused(_ plan: Plan, _ asked: [Entry]) -> Outcome {
    Outcome(
      release: tree.release.description, entries: standing(asked, in: plan),
      refusals: plan.refusals, files: [])
  }

  /// Where entries stand before anything is done.
  func standing(_ entries: [Entry], in plan: Plan) -> [EntryOutcome] {
    let bad = Set(plan.refusals.map(\.entry))
    let there = Set(record?.entries ?? [])
    return entries.map { entry in
      let state: EntryState =
        if entry.steps(for: tree.release).isEmpty {
          .idle
        } else if bad.contains(entry.id) {
          .refused
        } else {
          there.contains(entry.id) ? .present : .fits
        }
      return EntryOutcome(entry: entry.id, subject: entry.subject, state: state)
    }
  }
}

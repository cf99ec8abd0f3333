// SPDX-License-Identifier: Apache-2.0

import Base

/// Computes the change that leads from a tree's present state to the result of a plan.
struct ChangeBuilder {
  let tree: KernelTree
  /// What is applied; nil for a vanilla tree.
  let appliedKit: AppliedKit?
  let plan: Plan

  private var contents: [Change.Content] = []
  private(set) var puts: [Change.Put] = []
  private(set) var drops: [String] = []
  /// Those of the files to write that the applied entries now make differently than recorded,
  /// regardless of the entries that are added; see `Change.renewed`.
  private(set) var renewed: [String] = []
  /// The files with local changes that would be lost.
  private(set) var conflicts: [String] = []
  /// Those of the conflicts whose file was deleted.
  private var deleted: [String] = []
  /// The files that cannot be written or removed, with the reasons.
  private(set) var obstacles: [(path: String, error: PatchError)] = []

  init(_ tree: KernelTree, _ appliedKit: AppliedKit?, _ plan: Plan) {
    (self.tree, self.appliedKit, self.plan) = (tree, appliedKit, plan)
  }

  /// Determines what to do with each file.
  ///
  /// - Throws: if a file or the record cannot be read. Conflicts and obstacles are collected
  ///   instead.
  mutating func compare() throws(PatchError) {
    for path in plan.paths { try add(path) }
    let planned = Set(plan.paths)
    for file in appliedKit?.record.files ?? [] where !planned.contains(file.path) {
      try restore(file)
    }
    let removals = Removals(
      files: Set(drops), directories: Set(appliedKit?.record.directories ?? []))
    for path in puts.map(\.path) + drops {
      do throws(PatchError) { try tree.checkReplaceable(path, after: removals) } catch {
        obstacles.append((path, error))
      }
    }
  }

  /// The first reason why the change cannot be made; nil if it can.
  var problem: PatchError? { conflict ?? obstacles.first?.error }

  /// The files for which the change cannot be made.
  var refused: [String] { conflicts + obstacles.map(\.path) }

  /// Compares the tree with the plan, and returns the change.
  ///
  /// - Throws: if a file cannot be replaced, or contains local changes that would be lost.
  mutating func change() throws(PatchError) -> Change {
    try compare()
    if let problem { throw problem }
    let needed = neededDirectories
    let (made, kept) = (appliedKit?.record.directories ?? [], Set(needed))
    return Change(
      release: tree.release, architectures: plan.architectures.map(\.rawValue),
      entries: plan.entries.map(\.id), contents: contents,
      directories: needed, puts: puts, drops: drops, renewed: renewed,
      droppedDirectories: made.filter { !kept.contains($0) }.reversed())
  }

  private mutating func add(_ path: String) throws(PatchError) {
    guard let applied = plan.content(of: path) else { return }
    let recorded = appliedKit?.file(path)
    let isDirectory = appliedKit?.isDirectory(path) ?? false
    let current = isDirectory ? nil : try tree.read(path)
    let original = recorded == nil ? current : try appliedKit?.original(path)
    let before = recorded == nil ? current : try appliedKit?.applied(path)
    let mode = (isDirectory ? nil : try tree.mode(of: path)) ?? recorded?.plainMode ?? 0o644
    contents.append(
      Change.Content(
        file: RecordedFile(
          path: path, isNew: original == nil, mode: mode,
          original: original.map { Digest(text: $0).short }, applied: Digest(text: applied).short),
        original: original, applied: applied))
    // A file that is gone is not there, although the kit would not change it.
    if current == nil, recorded != nil, original != nil { return addConflict(path, current) }
    // The user may have restored the vanilla file, for example with git checkout.
    let isVanilla = current == original
    if current == applied || (before == applied && !isVanilla) { return }
    let bytes = try isVanilla ? applied : keepingChanges(current, since: before, in: applied, path)
    guard let bytes else { return addConflict(path, current) }
    puts.append(Change.Put(path: path, bytes: bytes, mode: mode))
    let there = Set(appliedKit?.record.entries ?? [])
    if recorded != nil && isVanilla || plan.content(of: path, by: there) != before {
      renewed.append(path)
    }
  }

  private mutating func restore(_ file: RecordedFile) throws(PatchError) {
    let original = try appliedKit?.original(file.path)
    let current = try tree.read(file.path)
    if current == original { return }
    let applied = try appliedKit?.applied(file.path)
    guard let original else {
      if current == applied { drops.append(file.path) } else { conflicts.append(file.path) }
      return
    }
    guard let bytes = try keepingChanges(current, since: applied, in: original, file.path) else {
      return addConflict(file.path, current)
    }
    // Keep the present mode, which the user may have changed.
    let mode = try tree.mode(of: file.path) ?? file.plainMode
    puts.append(Change.Put(path: file.path, bytes: bytes, mode: mode))
  }

  private mutating func addConflict(_ path: String, _ current: [UInt8]?) {
    conflicts.append(path)
    if current == nil { deleted.append(path) }
  }

  /// Merges the local changes that were made since pvkit wrote a file into its new content.
  ///
  /// - Returns: nil if the file was deleted, or if local changes are in lines that change too.
  private func keepingChanges(
    _ current: [UInt8]?, since before: [UInt8]?, in text: [UInt8], _ path: String
  ) throws(PatchError) -> [UInt8]? {
    if current == before { return text }
    guard let current, let before else { return nil }
    return try Merge.text(mine: current, base: before, other: text, of: tree.place(path))
  }

  /// The error for local changes that would be lost; nil if there are none.
  var conflict: PatchError? {
    guard let first = conflicts.first else { return nil }
    if let loss { return loss }
    let cure = "save the change elsewhere (pvkit patch status --diff shows it), and undo it here"
    guard conflicts.count > 1 else {
      return PatchError(
        tree.place(first),
        "was changed since pvkit wrote it, in the same lines that pvkit would change",
        cure: cure)
    }
    return PatchError(
      tree.path,
      "\(conflicts.count) files were changed since pvkit wrote them, in the same lines that pvkit "
        + "would change: \(conflicts.joined(separator: ", "))", cure: cure)
  }

  /// The error for files that were deleted but have to change; nil if there are none.
  private var loss: PatchError? {
    guard let first = deleted.first else { return nil }
    guard deleted.count == 1 else {
      return PatchError(
        tree.path,
        "\(deleted.count) files were deleted since pvkit wrote them: "
          + deleted.joined(separator: ", "), cure: "restore the vanilla files"
      )
    }
    let index = appliedKit?.record.files.firstIndex { $0.path == first }
    let copy = index.map {
      ": cp \(tree.place(StateDirectory.was($0)).shellFile) \(tree.place(first).shellFile)"
    }
    return PatchError(
      tree.place(first), "was deleted since pvkit wrote it",
      cure: "restore the vanilla file" + (copy ?? ""))
  }

  /// The directories of new files that the vanilla tree does not have, outer ones first.
  private var neededDirectories: [String] {
    let made = Set(appliedKit?.record.directories ?? [])
    var needed = Set<String>()
    for content in contents where content.file.isNew {
      var parts = content.file.path.split(separator: "/").dropLast()
      while !parts.isEmpty {
        let directory = parts.joined(separator: "/")
        if made.contains(directory) || !tree.hasDirectory(directory) { needed.insert(directory) }
        parts.removeLast()
      }
    }
    return needed.sorted()
  }
}

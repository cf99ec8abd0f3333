// SPDX-License-Identifier: Apache-2.0

/// Works out what leads from a tree as it stands to what a plan makes of it.
struct ChangeBuilder {
  let tree: KernelTree
  /// What is applied.
  let layer: Layer?
  let plan: Plan

  private var contents: [Change.Content] = []
  private var puts: [(path: String, bytes: [UInt8], mode: UInt32)] = []
  private var drops: [String] = []

  init(_ tree: KernelTree, _ layer: Layer?, _ plan: Plan) {
    (self.tree, self.layer, self.plan) = (tree, layer, plan)
  }

  /// - Throws: when a file cannot be replaced, or holds somebody's changes that would be lost.
  mutating func change() throws(PatchError) -> Change {
    for path in plan.paths { try add(path) }
    let planned = Set(plan.paths)
    for file in layer?.record.files ?? [] where !planned.contains(file.path) { try restore(file) }
    let needed = neededFolders
    let made = layer?.record.folders ?? []
    for path in puts.map(\.path) + drops { try tree.checkReplaceable(path) }
    return Change(
      release: tree.release.description, entries: plan.entries.map(\.id), contents: contents,
      folders: needed, puts: puts, drops: drops,
      droppedFolders: made.filter { !needed.contains($0) }.reversed())
  }

  private mutating func add(_ path: String) throws(PatchError) {
    guard let applied = plan.content(of: path) else { return }
    let recorded = layer?.file(path)
    let current = try tree.read(path)
    let original = recorded == nil ? current : try layer?.original(path)
    let before = recorded == nil ? current : try layer?.applied(path)
    let present = try tree.mode(of: path)
    let mode = recorded?.mode ?? present ?? 0o644
    contents.append(
      Change.Content(
        file: RecordedFile(path: path, isNew: original == nil, mode: mode), original: original,
        applied: applied))
    if current == applied || before == applied { return }
    guard current == before else { throw conflict(path) }
    puts.append((path, applied, mode))
  }

  private mutating func restore(_ file: RecordedFile) throws(PatchError) {
    let original = try layer?.original(file.path)
    let current = try tree.read(file.path)
    if current == original { return }
    let applied = try layer?.applied(file.path)
    guard current == applied else { throw conflict(file.path) }
    if let original {
      puts.append((file.path, original, file.mode))
    } else {
      drops.append(file.path)
    }
  }

  private func conflict(_ path: String) -> PatchError {
    PatchError(
      tree.place(path), "was changed since pvkit wrote it, and the change would be lost",
      cure: "keep the change elsewhere (pvkit patch status --diff shows it), and undo it here")
  }

  /// Folders of the new files that the vanilla tree lacks, outer ones first.
  private var neededFolders: [String] {
    let made = Set(layer?.record.folders ?? [])
    var needed = Set<String>()
    for content in contents where content.file.isNew {
      var parts = content.file.path.split(separator: "/").dropLast()
      while !parts.isEmpty {
        let folder = parts.joined(separator: "/")
        if made.contains(folder) || !tree.hasFolder(folder) { needed.insert(folder) }
        parts.removeLast()
      }
    }
    return needed.sorted()
  }
}

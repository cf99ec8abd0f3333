// SPDX-License-Identifier: Apache-2.0

/// Brings a tree into a new state, all or nothing.
///
/// Everything is written into `.pvkit/next` first. Its renaming to `commit` is the moment: before
/// it, nothing has happened; after it, `finish` carries out what is written there, now or at the
/// next command. Files come into the tree by rename, so that no reader sees half of one and a hard
/// link to the original keeps its content.
struct TreeWriter {
  let tree: KernelTree
  let state: StateFolder
  let disk: any TreeDisk

  init(_ tree: KernelTree, disk: any TreeDisk) {
    self.tree = tree
    self.disk = disk
    state = StateFolder(tree)
  }

  /// Ends what a killed run has begun: forgotten when nothing of it was done, else carried out.
  ///
  /// - Returns: whether there was something to carry out.
  func recover() throws(PatchError) -> Bool {
    try tree.checkNoLink(StateFolder.name)
    for folder in [state.next, state.old, state.done] { try disk.removeAll(folder) }
    guard let commit = try state.unfinished() else {
      try removeEmptyState()
      return false
    }
    try checkUntouched(commit)
    try finish(commit)
    return true
  }

  /// - Throws: before the moment, with the tree as it was; after it, with work left to `recover`.
  func write(_ change: Change) throws(PatchError) {
    do throws(PatchError) {
      try stage(change)
      try disk.settle(state.path)
      try disk.move(state.next, to: state.commit)
    } catch {
      try? disk.removeAll(state.next)
      try? removeEmptyState()
      throw error
    }
    try carryOut()
  }

  private func carryOut() throws(PatchError) {
    do throws(PatchError) {
      if let commit = try state.unfinished() { try finish(commit) }
    } catch {
      throw PatchError(
        error.place, error.problem,
        cure: "when that is put right, the next pvkit patch command does what is left")
    }
  }

  private func stage(_ change: Change) throws(PatchError) {
    try disk.makeFolder(state.path)
    for folder in ["", "/was", "/is", "/put"] { try disk.makeFolder(state.next + folder) }
    for (index, content) in change.contents.enumerated() {
      if let original = content.original { try stage(original, "was", index) }
      try stage(content.applied, "is", index)
    }
    for (index, put) in change.puts.enumerated() {
      try disk.write(put.bytes, to: "\(state.next)/put/\(index)", mode: put.mode)
    }
    try disk.write(Array(Journal(change).text.utf8), to: state.next + "/journal", mode: 0o644)
    try disk.write(Array(change.record.text.utf8), to: state.next + "/record", mode: 0o644)
  }

  private func stage(_ bytes: [UInt8], _ kind: String, _ index: Int) throws(PatchError) {
    try disk.write(bytes, to: "\(state.next)/\(kind)/\(index)", mode: 0o644)
  }

  private func finish(_ commit: Layer) throws(PatchError) {
    for line in try journal().lines { try carryOut(line) }
    if try KitFile.names(state.now) != nil { try disk.move(state.now, to: state.old) }
    if commit.record.entries.isEmpty {
      try disk.move(state.commit, to: state.done)
      try disk.removeAll(state.done)
    } else {
      try disk.removeAll(state.commit + "/put")
      try disk.move(state.commit, to: state.now)
    }
    try disk.removeAll(state.old)
    try removeEmptyState()
  }

  private func carryOut(_ line: Journal.Line) throws(PatchError) {
    let place = tree.place(line.path)
    switch line.verb {
    case .make: try disk.makeFolder(place)
    case .put:
      if try KitFile.exists(staged(line)) { try disk.move(staged(line), to: place) }
    case .drop: try disk.removeFile(place)
    case .leave: try disk.removeFolder(place)
    }
  }

  private func staged(_ line: Journal.Line) -> String { "\(state.commit)/put/\(line.number)" }

  private func journal() throws(PatchError) -> Journal {
    let place = state.commit + "/journal"
    guard let bytes = try KitFile.read(place),
      let journal = Journal(text: String(decoding: bytes, as: UTF8.self))
    else {
      throw PatchError(place, "is damaged", cure: "bring the tree back from where it came from")
    }
    return journal
  }

  /// What is still to be put must replace what the killed run meant it to replace; nothing leads
  /// out of the tree.
  private func checkUntouched(_ commit: Layer) throws(PatchError) {
    let now = try state.applied()
    for line in try journal().lines { try tree.checkNoLink(line.path) }
    for line in try journal().lines where line.verb == .put {
      guard try KitFile.exists(staged(line)) else { continue }
      let applied = try now?.applied(line.path)
      let original = try commit.original(line.path)
      let before = applied ?? original
      let current = try tree.read(line.path)
      guard current == before else {
        throw PatchError(
          tree.place(line.path), "was edited after a run of pvkit was killed that is to replace it",
          cure: "move it away; what was there is \(before == nil ? "nothing" : "in \(state.path)")")
      }
    }
  }

  private func removeEmptyState() throws(PatchError) {
    if try KitFile.names(state.path)?.isEmpty == true { try disk.removeFolder(state.path) }
  }
}

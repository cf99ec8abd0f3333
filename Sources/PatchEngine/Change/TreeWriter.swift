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
    try checkUntouched()
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
    for folder in ["", "/was", "/is", "/put", "/seen"] { try disk.makeFolder(state.next + folder) }
    for (index, content) in change.contents.enumerated() {
      if let original = content.original { try stage(original, "was", index) }
      try stage(content.applied, "is", index)
    }
    for (index, put) in change.puts.enumerated() {
      try disk.write(put.bytes, to: "\(state.next)/put/\(index)", mode: put.mode)
      if let replaced = put.replaced { try stage(replaced, "seen", index) }
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
      for folder in ["/put", "/seen"] { try disk.removeAll(state.commit + folder) }
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
    // Without what was applied before, this journal has been carried out already.
    case .drop: if KitFile.isFolder(state.now) { try disk.removeFile(place) }
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

  /// What is still to be replaced or removed must be what the killed run saw; nothing leads out of
  /// the tree.
  private func checkUntouched() throws(PatchError) {
    let now = try state.applied()
    for line in try journal().lines {
      try tree.checkNoLink(line.path)
      let current = try line.isOfFile ? tree.read(line.path) : nil
      var seen = current
      if line.verb == .put, try KitFile.exists(staged(line)) {
        seen = try KitFile.read("\(state.commit)/seen/\(line.number)")
      } else if line.verb == .drop, current != nil, let now {
        seen = try now.applied(line.path)
      }
      guard current == seen else {
        throw PatchError(
          tree.place(line.path),
          "was edited after a run of pvkit was killed that is to replace or remove it",
          cure: "move it away; what was there is \(seen == nil ? "nothing" : "in \(state.path)")")
      }
    }
  }

  private func removeEmptyState() throws(PatchError) {
    if try KitFile.names(state.path)?.isEmpty == true { try disk.removeFolder(state.path) }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Puts a tree back to what it was before a change that did not come to its end. It may be killed
/// itself, and done again.
struct Undo {
  private let root: FilePath
  private let work: WorkArea

  init(_ root: FilePath, _ work: WorkArea) { (self.root, self.work) = (root, work) }

  /// - Throws: when somebody edited a file since, with nothing done; or when the system refuses.
  func run() throws(FileError) {
    // Without a journal it is none of ours.
    guard let journal = try work.journal(in: work.commit) else {
      throw FileError(work.commit, "has no journal: it is damaged", cure: "remove \(work.folder)")
    }
    let steps = journal.steps.reversed()
    for step in steps { try check(step) }
    for step in steps { try undo(step) }
    try work.next.removeTree()
    try work.commit.move(to: work.next)
    try LockedTree.clear(work)
  }

  private func undo(_ step: Journal.Step) throws(FileError) {
    switch step {
    case .make(let path):
      if try root.reach(path)?.type == .directory { try place(path).removeEmptyDirectory() }
    case .put(let number, let before, _, let path):
      guard try !isThere(work.new(number)) else { return }
      if before == nil {
        if try root.reach(path) != nil { try place(path).removeFile() }
      } else if try isThere(work.old(number)) {
        try work.old(number).move(to: place(path))
      }
    case .drop(let number, _, let path):
      if try root.reach(path) == nil, try isThere(work.old(number)) {
        try work.old(number).move(to: place(path))
      }
    case .leave: break
    }
  }

  /// Nothing may be replaced or removed but what the run itself wrote.
  private func check(_ step: Journal.Step) throws(FileError) {
    switch step {
    case .make(let path), .leave(let path): _ = try root.reach(path)
    case .put(let number, let before, let after, let path):
      guard let current = try current(path) else { return }
      let isDone = try !isThere(work.new(number))
      // Undone already, by a run that was killed at it.
      if isDone, before != nil, try !isThere(work.old(number)) { return }
      if isDone && current != after { throw edited(path, number) }
    case .drop(let number, let before, let path):
      if let current = try current(path), current != before { throw edited(path, number) }
    }
  }

  private func current(_ path: String) throws(FileError) -> ContentHash? {
    guard try root.reach(path) != nil else { return nil }
    return try ContentHash(of: place(path))
  }

  private func edited(_ path: String, _ number: Int) -> FileError {
    FileError(
      place(path), "was edited after a run of pvkit was killed, whose work on it is to be undone",
      cure: "move it away; what was there before is \(work.old(number)), or nothing")
  }

  /// A staged file, and no link to one.
  private func isThere(_ path: FilePath) throws(FileError) -> Bool {
    guard let status = try path.status() else { return false }
    guard status.type == .regular else {
      throw FileError(path, "is not a regular file", cure: "remove it")
    }
    return true
  }

  private func place(_ path: String) -> FilePath { root.appending(path) }
}

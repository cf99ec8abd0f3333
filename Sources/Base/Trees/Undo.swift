// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Restores a tree after a change that was not completed. It can itself be killed and run again.
struct Undo {
  private let root: FilePath
  private let work: WorkArea

  init(_ root: FilePath, _ work: WorkArea) { (self.root, self.work) = (root, work) }

  /// - Throws: `FileError`. If somebody edited a file meanwhile, nothing is changed.
  func run() throws(FileError) {
    // A work area without a journal was not written by a run of pvkit.
    guard let journal = try work.journal(in: work.commit) else {
      throw FileError(
        work.commit, "has no journal: it is damaged", cure: "remove \(work.directory)")
    }
    let steps = journal.steps.reversed()
    let directories = steps.compactMap { step in
      switch step {
      case .make(let path), .clear(_, let path): path
      default: nil
      }
    }
    for step in steps { try check(step, Set(directories)) }
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
        if let present = try root.reach(path), present.type != .directory {
          try place(path).removeFile()
        }
      } else if try isThere(work.old(number)) {
        try work.old(number).move(to: place(path))
      }
    case .drop(let number, _, let path):
      guard try isThere(work.old(number)) else { return }
      let present = try root.reach(path)
      if present?.type == .directory {
        throw FileError(
          place(path),
          "contains files that the interrupted run of pvkit did not create; before that run, it was a file",
          cure: "move its contents away")
      }
      if present == nil { try work.old(number).move(to: place(path)) }
    case .clear(let number, let path):
      if try root.reach(path) == nil, try work.old(number).status()?.type == .directory {
        try work.old(number).move(to: place(path))
      }
    case .leave: break
    }
  }

  /// Checks that undoing a step replaces or removes only what the run itself wrote.
  ///
  /// - Parameter directories: the directories that the run created or moved away.
  private func check(_ step: Journal.Step, _ directories: Set<String>) throws(FileError) {
    switch step {
    case .make(let path), .leave(let path), .clear(_, let path): _ = try root.reach(path)
    case .put(let number, let before, let after, let path):
      guard let status = try root.reach(path) else { return }
      // The new file has not been moved to its path yet, so that what is there is not the run's.
      guard try !isThere(work.new(number)) else { return }
      // An earlier undo, killed afterwards, has already put the directory back in the file's place.
      if status.type == .directory, directories.contains(path) { return }
      // An earlier undo, killed at this step, has already restored the file.
      if before != nil, try !isThere(work.old(number)) { return }
      if try !holds(status, path, after) { throw edited(path, number) }
    case .drop(let number, let before, let path):
      guard let status = try root.reach(path) else { return }
      // The run put a directory in the file's place. It is removed first, if it is still empty.
      if status.type == .directory, directories.contains(path) { return }
      if try !holds(status, path, before) { throw edited(path, number) }
    }
  }

  /// Whether a path is a regular file with this content.
  private func holds(
    _ status: Stat, _ path: String, _ content: ContentHash
  ) throws(FileError) -> Bool {
    guard status.type == .regular else { return false }
    return try ContentHash(of: place(path)) == content
  }

  private func edited(_ path: String, _ number: Int) -> FileError {
    FileError(
      place(path), "was edited after a run of pvkit was interrupted, whose changes must be undone",
      cure: "move it away; its previous content is in \(work.old(number)), or nothing")
  }

  /// Whether a staged file exists; a link or anything else there is an error.
  private func isThere(_ path: FilePath) throws(FileError) -> Bool {
    guard let status = try path.status() else { return false }
    guard status.type == .regular else {
      throw FileError(path, "is not a regular file", cure: "remove it")
    }
    return true
  }

  private func place(_ path: String) -> FilePath { root.appending(path) }
}

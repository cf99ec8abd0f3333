// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import SystemPackage

/// A directory tree that no other run of pvkit changes meanwhile: every change of it is made as a
/// whole.
///
/// All new content is written into `.pvkit-work/next` first, beside a second name of each file that
/// it replaces, and a journal. When that has been renamed to `commit`, the files come into the tree,
/// each by one rename, so that nobody ever sees half of one. Renaming `commit` to `done` is the
/// moment: a run that is killed, or fails, before it has done nothing once its work has been undone,
/// by itself or by the next run; after it, there is no more than to clear away.
public final class LockedTree {
  /// As the user named it.
  public let root: FilePath
  /// Whether work of a killed run was undone.
  public let hasRecovered: Bool
  private let directory: FileDescriptor
  let work: WorkArea

  /// - Throws: when it is no directory, or another run works at it, or what a killed run left
  ///   cannot be put right.
  public init(_ root: FilePath) throws(FileError) {
    self.root = root
    directory = try FileError.of(root) {
      try FileDescriptor.open(root, .readOnly, options: [.directory, .closeOnExec])
    }
    // Locked by the directory itself: the lock goes with the process, however that ends.
    guard flock(directory.rawValue, LOCK_EX | LOCK_NB) == 0 else {
      try? directory.close()
      throw FileError(root, "another run of pvkit is at work here", cure: "wait for its end")
    }
    work = WorkArea(root)
    do {
      hasRecovered = try Self.recover(work)
    } catch {
      flock(directory.rawValue, LOCK_UN)
      try? directory.close()
      throw error
    }
  }

  /// Whether a run is at work in a directory, or was killed at it: the next `LockedTree` undoes that.
  public static func isUnfinished(_ root: FilePath) throws(FileError) -> Bool {
    try WorkArea(root).folder.status() != nil
  }

  /// Unlocked by name: a process that is just being started may share the descriptor.
  deinit {
    flock(directory.rawValue, LOCK_UN)
    try? directory.close()
  }

  /// Makes the change.
  ///
  /// - Throws: with the tree as it was; where that could not be reached, the error says so, and the
  ///   next run reaches it.
  public func commit(_ change: TreeChange) throws(FileError) {
    try root.checkNotAppendOnly()
    try EndingSignals.whileHeld { () throws(FileError) in
      let journal = try stage(change)
      do throws(FileError) {
        for step in journal.steps { try carryOut(step) }
        try work.commit.move(to: work.done)
      } catch {
        throw undone(because: error)
      }
      // It is done: what cannot be cleared away now, the next run clears away.
      do throws(FileError) { try Self.clear(work) } catch {
        let left = FileError(
          work.folder, "cannot be removed, though the work is done: \(error)",
          cure: "remove it, or leave that to the next run of pvkit there")
        Self.leftovers.withLock { $0.append(left) }
      }
    }
  }

  private static let leftovers = Mutex<[FileError]>([])

  /// What could not be cleared away behind work that is done, since this was last asked.
  public static func takeLeftovers() -> [FileError] {
    leftovers.withLock { all in
      defer { all = [] }
      return all
    }
  }

  private func stage(_ change: TreeChange) throws(FileError) -> Journal {
    do throws(FileError) {
      let journal = try Stage(root, work).write(change)
      guard syncfs(directory.rawValue) == 0 else { throw FileError(root, .last) }
      try work.next.move(to: work.commit)
      return journal
    } catch {
      try? Self.clear(work)
      throw error
    }
  }

  private func carryOut(_ step: Journal.Step) throws(FileError) {
    switch step {
    case .make(let path):
      let directory = work.commit.appending("directory")
      try directory.makeDirectory()
      if let owner = try work.owner() { try directory.setOwner(owner) }
      try directory.move(to: place(path))
    case .put(let number, _, _, let path): try work.new(number).move(to: place(path))
    case .drop(_, _, let path): try place(path).removeFile()
    case .clear(let number, let path):
      guard try place(path).names()?.isEmpty == true else {
        throw FileError(place(path), "is not empty any more", cure: "move what it holds away")
      }
      try place(path).move(to: work.old(number))
    case .leave: break
    }
  }

  private func undone(because error: FileError) -> FileError {
    do throws(FileError) {
      try Undo(root, work).run()
      return error
    } catch let second {
      return FileError(
        error.path, error.problem,
        cure: "then putting back what was there failed too (\(second)); "
          + "the next run of pvkit in \(root) goes on with it")
    }
  }

  /// Ends what a killed run has begun.
  private static func recover(_ work: WorkArea) throws(FileError) -> Bool {
    guard try work.isThere() else { return false }
    return try EndingSignals.whileHeld { () throws(FileError) in
      let isUnfinished = try work.commit.status() != nil
      if isUnfinished { try Undo(work.root, work).run() } else { try clear(work) }
      return isUnfinished
    }
  }

  /// Removes what is left of work that is done or given up, and directories that are to go.
  static func clear(_ work: WorkArea) throws(FileError) {
    if try work.done.status() != nil, let journal = try work.journal(in: work.done) {
      for case .leave(let path) in journal.steps { leave(work.root, path) }
    }
    try work.done.removeTree()
    try work.next.removeTree()
    try work.folder.removeEmptyDirectory()
  }

  /// Removes a directory that nothing is left in. The work is done all the same where that fails.
  private static func leave(_ root: FilePath, _ path: String) {
    guard (try? root.reach(path))??.type == .directory else { return }
    do throws(FileError) { try root.appending(path).removeEmptyDirectory() } catch {
      let left = FileError(
        error.path, "is empty and was to go, but cannot be removed: \(error.problem)",
        cure: "remove it")
      leftovers.withLock { $0.append(left) }
    }
  }

  private func place(_ path: String) -> FilePath { root.appending(path) }
}

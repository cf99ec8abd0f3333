// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization
import SystemPackage

/// A directory tree that is locked against other runs of pvkit. Every change of it is made as a
/// whole or not at all.
///
/// A change is first staged in `.pvkit-work/next`: all new content, a second link to each file that
/// it replaces, and a journal. Then `next` is renamed to `commit`, and each file is moved into the
/// tree by one rename, so that nobody sees a half-written file. Renaming `commit` to `done`
/// completes the change. If a run fails or is killed before that, its changes are undone, by the
/// run itself or by the next one; after that, only `.pvkit-work` has to be removed.
public final class LockedTree {
  /// The tree's top directory, as the user named it.
  public let root: FilePath
  /// Whether the changes of a killed run were undone when the tree was locked.
  public let hasRecovered: Bool
  private let directory: FileDescriptor
  let work: WorkArea

  /// Locks a tree, and undoes what a killed run left unfinished in it.
  ///
  /// - Throws: `FileError` if it is not a directory, if another run holds the lock, or if the
  ///   changes of a killed run cannot be undone.
  public init(_ root: FilePath) throws(FileError) {
    self.root = root
    directory = try FileError.of(root) {
      try FileDescriptor.open(root, .readOnly, options: [.directory, .closeOnExec])
    }
    // The lock is on the directory itself, so that it ends with the process, however that ends.
    guard flock(directory.rawValue, LOCK_EX | LOCK_NB) == 0 else {
      try? directory.close()
      throw FileError(
        root, "another run of pvkit is in progress here", cure: "wait until it has finished")
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

  /// Whether a run is working in a directory, or was killed there. In the second case the next
  /// `LockedTree` undoes its changes.
  public static func isUnfinished(_ root: FilePath) throws(FileError) -> Bool {
    try WorkArea(root).directory.status() != nil
  }

  /// Unlocks explicitly: a child process that is being started may still share the descriptor, and
  /// closing ours would not release the lock.
  deinit {
    flock(directory.rawValue, LOCK_UN)
    try? directory.close()
  }

  /// Makes a change.
  ///
  /// - Throws: `FileError`; the tree is then unchanged. If the changes could not be undone, the
  ///   error says so, and the next run undoes them.
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
      // The change is complete. What cannot be removed now, the next run removes.
      do throws(FileError) { try Self.clear(work) } catch {
        let left = FileError(
          work.directory, "cannot be removed, although the change is complete: \(error)",
          cure: "remove it, or let the next run of pvkit there do it")
        Self.leftovers.withLock { $0.append(left) }
      }
    }
  }

  private static let leftovers = Mutex<[FileError]>([])

  /// The errors of clean-up after completed changes, since the last call.
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
        throw FileError(place(path), "is no longer empty", cure: "move its contents away")
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
        cure: "restoring the previous files failed too (\(second)); "
          + "the next run of pvkit in \(root) continues with it")
    }
  }

  /// Undoes or cleans up what a killed run left.
  private static func recover(_ work: WorkArea) throws(FileError) -> Bool {
    guard try work.isThere() else { return false }
    return try EndingSignals.whileHeld { () throws(FileError) in
      let isUnfinished = try work.commit.status() != nil
      if isUnfinished { try Undo(work.root, work).run() } else { try clear(work) }
      return isUnfinished
    }
  }

  /// Removes what is left of a completed or abandoned change, and the directories that the change
  /// empties.
  static func clear(_ work: WorkArea) throws(FileError) {
    if try work.done.status() != nil, let journal = try work.journal(in: work.done) {
      for case .leave(let path) in journal.steps { leave(work.root, path) }
    }
    try work.done.removeTree()
    try work.next.removeTree()
    try work.directory.removeEmptyDirectory()
  }

  /// Removes a directory if it is empty. The change is complete even if this fails.
  private static func leave(_ root: FilePath, _ path: String) {
    guard (try? root.reach(path))??.type == .directory else { return }
    do throws(FileError) { try root.appending(path).removeEmptyDirectory() } catch {
      let left = FileError(
        error.path, "is empty, but cannot be removed: \(error.problem)",
        cure: "remove it")
      leftovers.withLock { $0.append(left) }
    }
  }

  private func place(_ path: String) -> FilePath { root.appending(path) }
}

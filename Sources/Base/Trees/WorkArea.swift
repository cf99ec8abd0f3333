// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// The directory `.pvkit-work` at the top of a tree, which exists while a run changes the tree or
/// after one was killed. It contains one of these:
///
/// - `next`: the change is being staged; the tree has not been changed.
/// - `commit`: the change is being applied, and is undone if that does not complete.
/// - `done`: the change is complete.
struct WorkArea {
  static let name = ".pvkit-work"
  /// The maximum size of a journal in bytes; no tree needs that much.
  private static let mostJournal = 64 << 20

  let root: FilePath
  let directory: FilePath

  init(_ root: FilePath) {
    self.root = root
    directory = root.appending(Self.name)
  }

  var next: FilePath { directory.appending("next") }
  var commit: FilePath { directory.appending("commit") }
  var done: FilePath { directory.appending("done") }

  func new(_ number: Int) -> FilePath { commit.appending("new").appending(String(number)) }
  func old(_ number: Int) -> FilePath { commit.appending("old").appending(String(number)) }

  /// Whether a work area exists.
  ///
  /// - Throws: `FileError` if a part of it is not a directory. Links are not accepted: whoever made
  ///   the tree could otherwise make pvkit move files from outside into it.
  func isThere() throws(FileError) -> Bool {
    guard try directory.status() != nil else { return false }
    let inner = [next, commit, done]
    for part in [directory] + inner
      + inner.flatMap({ [$0.appending("new"), $0.appending("old")] })
    {
      guard let status = try part.status(), status.type != .directory else { continue }
      throw FileError(
        part, "is not a directory, so it was not left by a run of pvkit", cure: "remove it")
    }
    return true
  }

  /// Reads the journal in a directory; nil if there is none.
  func journal(in directory: FilePath) throws(FileError) -> Journal? {
    let path = directory.appending("journal")
    guard let status = try path.status() else { return nil }
    guard status.type == .regular, let bytes = try path.read(limit: Self.mostJournal),
      let journal = Journal(text: String(decoding: bytes, as: UTF8.self))
    else {
      throw FileError(
        path, "is damaged, or not a journal of this version of pvkit",
        cure:
          "remove \(self.directory); \(directory.lastComponent?.string ?? "")/old in it may contain "
          + "the previous files")
    }
    return journal
  }

  /// The owner of new files: for root the owner of the tree, so that root does not leave files in a
  /// user's tree that the user cannot remove. Nil for the user who runs this.
  func owner() throws(FileError) -> Owner? {
    guard geteuid() == 0, let status = try root.statusFollowed() else { return nil }
    return Owner(status)
  }
}

extension FilePath {
  /// Walks to a path below this one component by component.
  ///
  /// - Returns: the status of what is there; nil if nothing is.
  /// - Throws: `FileError` if a component is a symbolic link, which could lead out of the directory.
  public func reach(_ path: String) throws(FileError) -> Stat? {
    var reached = self
    var found: Stat?
    for part in path.split(separator: "/") {
      reached.push(FilePath(named: String(part)))
      found = try reached.status()
      guard let found else { return nil }
      if found.type == .symbolicLink {
        throw FileError(
          reached, "is a symbolic link, which may lead out of the directory",
          cure: "replace it by a copy of its target")
      }
    }
    return found
  }
}

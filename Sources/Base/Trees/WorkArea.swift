// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Where a tree keeps what is to come, while a run is at work, or after one was killed:
/// `.pvkit-work` at its top, of which
///
/// - `next` is being written: nothing has happened yet,
/// - `commit` is being carried out, and is undone unless that comes to its end,
/// - `done` is carried out.
struct WorkArea {
  static let name = ".pvkit-work"
  /// More than the journal of any tree has.
  private static let mostJournal = 64 << 20

  let root: FilePath
  let folder: FilePath

  init(_ root: FilePath) {
    self.root = root
    folder = root.appending(Self.name)
  }

  var next: FilePath { folder.appending("next") }
  var commit: FilePath { folder.appending("commit") }
  var done: FilePath { folder.appending("done") }

  func new(_ number: Int) -> FilePath { commit.appending("new").appending(String(number)) }
  func old(_ number: Int) -> FilePath { commit.appending("old").appending(String(number)) }

  /// Whether something was left. Nothing of it may be a link: whoever made the tree could have
  /// files from elsewhere brought into it.
  func isThere() throws(FileError) -> Bool {
    guard try folder.status() != nil else { return false }
    let inner = [next, commit, done]
    for directory in [folder] + inner
      + inner.flatMap({ [$0.appending("new"), $0.appending("old")] })
    {
      guard let status = try directory.status(), status.type != .directory else { continue }
      throw FileError(
        directory, "is not a directory, and so not what a run of pvkit left", cure: "remove it")
    }
    return true
  }

  /// Nil when there is none.
  func journal(in directory: FilePath) throws(FileError) -> Journal? {
    let path = directory.appending("journal")
    guard let status = try path.status() else { return nil }
    guard status.type == .regular, let bytes = try path.read(limit: Self.mostJournal),
      let journal = Journal(text: String(decoding: bytes, as: UTF8.self))
    else {
      throw FileError(
        path, "is damaged, or not a journal of this version of pvkit",
        cure: "remove \(folder); \(directory.lastComponent?.string ?? "")/old in it may hold "
          + "what was there")
    }
    return journal
  }

  /// To whom new files are to belong: root leaves nothing in somebody's tree that they could not
  /// remove. Nil for whoever runs this.
  func owner() throws(FileError) -> Owner? {
    guard geteuid() == 0, let status = try root.statusFollowed() else { return nil }
    return Owner(status)
  }
}

extension FilePath {
  /// Goes to a path below this one part by part.
  ///
  /// - Returns: what is there; nil when there is nothing.
  /// - Throws: when a link stands on the way or there, which could lead out of the tree.
  public func reach(_ path: String) throws(FileError) -> Stat? {
    var reached = self
    var found: Stat?
    for part in path.split(separator: "/") {
      reached.append(String(part))
      found = try reached.status()
      guard let found else { return nil }
      if found.type == .symbolicLink {
        throw FileError(
          reached, "is a symbolic link, which may lead out of the tree",
          cure: "put a copy of what it leads to in its place")
      }
    }
    return found
  }
}

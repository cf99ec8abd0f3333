// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Writes the new content of a change to the work area of a tree. What can fail, for example for a
/// full disk, fails here, before the tree is changed.
struct Stage {
  private let root: FilePath
  private let work: WorkArea
  private let owner: Owner?

  init(_ root: FilePath, _ work: WorkArea) throws(FileError) {
    (self.root, self.work) = (root, work)
    owner = try work.owner()
  }

  /// Stages a change.
  ///
  /// - Returns: the journal of the steps that apply it to the tree.
  func write(_ change: TreeChange) throws(FileError) -> Journal {
    try change.checkIsATree()
    try makeDirectories()
    var journal = Journal()
    let missing = try missingDirectories(change)
    let cleared = try directoriesForFiles(change)
    var number = change.puts.count
    for path in change.drops {
      if let step = try drop(path, number) { journal.steps.append(step) }
      number += 1
    }
    for path in cleared {
      journal.steps.append(.clear(number, path))
      number += 1
    }
    journal.steps += missing.map { .make($0) }
    for (number, put) in change.puts.enumerated() {
      if let step = try stage(put, number, isNew: cleared.contains(put.path)) {
        journal.steps.append(step)
      }
    }
    for path in change.emptied { journal.steps.append(.leave(try inside(path))) }
    try create(work.next.appending("journal"), Array(journal.text.utf8), 0o644)
    return journal
  }

  private func makeDirectories() throws(FileError) {
    for directory in [
      work.directory, work.next, work.next.appending("new"), work.next.appending("old"),
    ] {
      if directory == work.directory, directory.isDirectory { continue }
      try directory.makeDirectory()
      if let owner { try directory.setOwner(owner) }
    }
  }

  /// The directories to create, outermost first.
  private func missingDirectories(_ change: TreeChange) throws(FileError) -> [String] {
    var (seen, missing): (Set<String>, [String]) = ([], [])
    let dropped = Set(change.drops)
    for put in change.puts {
      for directory in TreePath.directories(of: try inside(put.path))
      where seen.insert(directory).inserted {
        let status = try root.reach(directory)
        if status == nil || (status?.type == .regular && dropped.contains(directory)) {
          missing.append(directory)
          continue
        }
        guard let status, status.type != .directory else { continue }
        throw FileError(
          root.appending(directory), "is not a directory, and \(put.path) is to come into it",
          cure: "move it away")
      }
    }
    return missing
  }

  /// The directories that files are to replace, and the directories in them, innermost first.
  ///
  /// - Throws: `FileError` if one contains something that the change does not remove.
  private func directoriesForFiles(_ change: TreeChange) throws(FileError) -> [String] {
    let going = Set(change.drops + change.emptied)
    var directories: [String] = []
    for put in change.puts where try root.reach(inside(put.path))?.type == .directory {
      if going.contains(put.path) { directories += try emptied(put.path, by: going) }
    }
    return directories
  }

  private func emptied(_ directory: String, by going: Set<String>) throws(FileError) -> [String] {
    var directories: [String] = []
    for name in try place(directory).names() ?? [] {
      let path = "\(directory)/\(name)"
      if going.contains(path), place(path).isDirectory {
        directories += try emptied(path, by: going)
      } else if !going.contains(path) {
        throw FileError(
          place(directory), "is a directory with \(name) in it, and a file is to come in its place",
          cure: "move its contents away")
      }
    }
    return directories + [directory]
  }

  /// Stages one file; nil if it already has the content and mode that are wanted.
  ///
  /// - Parameter isNew: whether a directory is at the path now that an earlier step moves away.
  private func stage(
    _ put: TreeChange.Put, _ number: Int, isNew: Bool
  ) throws(FileError) -> Journal.Step? {
    let present = isNew ? nil : try file(put.path)
    let before = isNew ? nil : try hash(put.path)
    let after = ContentHash(put.bytes)
    let isSame = before == after && present?.size == Int64(put.bytes.count)
    if isSame, put.mode == nil || put.mode == present?.permissions { return nil }
    let new = work.next.appending("new").appending(String(number))
    try create(new, put.bytes, present == nil ? (put.mode?.rawValue ?? 0o666) : 0o600) {
      (file) throws(FileError) in
      if let present {
        try file.take(present, of: place(put.path), named: place(put.path))
      } else if let owner {
        try FileError.check(new, fchown(file.rawValue, owner.user, owner.group))
      }
      if let mode = put.mode { try FileError.check(new, fchmod(file.rawValue, mode.rawValue)) }
    }
    if let present { try keep(put.path, present, number) }
    return .put(number, before: before, after: after, put.path)
  }

  private func drop(_ path: String, _ number: Int) throws(FileError) -> Journal.Step? {
    guard let present = try file(inside(path)), let before = try hash(path) else { return nil }
    try keep(path, present, number)
    return .drop(number, before: before, path)
  }

  /// The status of the regular file at a path; nil if nothing is there.
  private func file(_ path: String) throws(FileError) -> Stat? {
    let parent = TreePath.directories(of: path).last ?? ""
    let top = try root.statusFollowed()
    if let directory = try parent.isEmpty ? top : root.reach(parent),
      directory.deviceID != top?.deviceID
    {
      throw FileError(
        root.appending(parent),
        "is on a different file system than the top of the tree, to which no file can be renamed",
        cure: "put the tree on one file system")
    }
    guard let status = try root.reach(path) else { return nil }
    guard status.type == .regular else {
      throw FileError(place(path), "is not a regular file", cure: "move it away")
    }
    return status
  }

  private func hash(_ path: String) throws(FileError) -> ContentHash? {
    try ContentHash(of: place(path))
  }

  /// Keeps the old content of a file: by a second link, or as a copy where linking is not possible.
  private func keep(_ path: String, _ present: Stat, _ number: Int) throws(FileError) {
    let old = work.next.appending("old").appending(String(number))
    if (try? place(path).link(to: old)) != nil { return }
    let bytes = try place(path).read(limit: .max - 1) ?? []
    try create(old, bytes, 0o600) { file throws(FileError) in
      try file.take(present, of: place(path), named: place(path))
      var times = [present.st_atim, present.st_mtim]
      try FileError.check(old, futimens(file.rawValue, &times))
    }
  }

  private func create(
    _ path: FilePath, _ bytes: [UInt8], _ mode: CModeT,
    _ finish: (FileDescriptor) throws(FileError) -> Void = { _ in }
  ) throws(FileError) {
    try FileError.of(path) {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
        permissions: FilePermissions(rawValue: mode))
      try file.closeAfter {
        try bytes.withUnsafeBytes { try file.writeWhole($0) }
        try finish(file)
      }
    }
  }

  private func place(_ path: String) -> FilePath { root.appending(path) }

  private func inside(_ path: String) throws(FileError) -> String {
    guard TreePath.staysInside(path), TreePath.top(of: path) != WorkArea.name else {
      throw FileError(path, "is not a path that may be written in a tree")
    }
    return path
  }
}

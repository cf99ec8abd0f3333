// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A directory of one run's own under $TMPDIR or /tmp, which is removed with the object.
///
/// It is locked as long as its process lives: by that, the next one that is made knows what killed
/// runs left, and removes it.
public final class ScratchDirectory: Sendable {
  public let path: String
  private let descriptor: FileDescriptor

  /// - Parameter purpose: a word of its name: `pvkit-PURPOSE-XXXXXX`.
  public init(_ purpose: String) throws(FileError) {
    let parent = FileName.variable("TMPDIR") ?? "/tmp"
    Self.sweep(parent, "/pvkit-\(purpose)-??????")
    while true {
      guard let created = FileName.makeDirectory("\(parent)/pvkit-\(purpose)-XXXXXX") else {
        throw FileError(
          parent, "cannot write there: \(Errno.last)", cure: "set TMPDIR to a writable directory")
      }
      let place = FilePath(named: created)
      do throws(FileError) {
        guard let locked = try Self.lock(place) else { continue }
        (path, descriptor) = (created, locked)
        return
      } catch {
        try? place.removeTree()
        throw error
      }
    }
  }

  /// Nil when another run has removed it before it was locked.
  private static func lock(_ place: FilePath) throws(FileError) -> FileDescriptor? {
    // Whatever the umask took away.
    if place.withPlatformString({ chmod($0, 0o700) }) != 0, errno == ENOENT { return nil }
    let file: FileDescriptor
    do throws(FileError) {
      file = try FileError.of(place) {
        try FileDescriptor.open(place, .readOnly, options: [.directory, .closeOnExec])
      }
    } catch {
      guard try place.status() != nil else { return nil }
      throw error
    }
    flock(file.rawValue, LOCK_EX)
    if let now = try place.status(), let ours = try? file.stat(), now.inode == ours.inode {
      return file
    }
    try? file.close()
    return nil
  }

  /// Removes what killed runs of this user left. That it cannot be removed hinders nobody.
  private static func sweep(_ parent: String, _ pattern: String) {
    for name in FileName.files(below: parent, pattern) {
      let path = FilePath(named: name)
      guard let status = try? path.status(), status.type == .directory,
        status.userID.rawValue == geteuid(),
        let file = try? FileDescriptor.open(
          path, .readOnly, options: [.directory, .noFollow, .closeOnExec])
      else { continue }
      let isKept = path.appending(keptMark).withPlatformString { access($0, F_OK) } == 0
      if !isKept, flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 { try? path.removeTree() }
      try? file.close()
    }
  }

  deinit {
    if FileName.with(file(Self.keptMark), { access($0, F_OK) }) != 0 { remove() }
    try? descriptor.close()
  }

  /// An empty file that tells the runs to come that what is here is somebody's.
  private static let keptMark = ".kept"

  /// Leaves it to the user, with what is in it: neither the end of the object nor a later run removes
  /// it.
  public func keep() throws(FileError) { try write(Self.keptMark, []) }

  /// Runs a closure in a new one. Signals that would end the process wait until it is gone:
  /// `EndingSignals.isEnding` tells the closure that one did.
  public static func with<R>(
    _ purpose: String, _ body: (ScratchDirectory) throws -> R
  ) throws -> R {
    try EndingSignals.whileHeld {
      let directory = try ScratchDirectory(purpose)
      defer { directory.remove() }
      return try body(directory)
    }
  }

  /// Removes it with all that is in it. Links are removed, not followed.
  public func remove() { try? FilePath(named: path).removeTree() }

  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, and makes the directories that lead to it. What it held is gone.
  public func write(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try makeParents(of: name)
    let path = FilePath(named: file(name))
    try FileError.of(path) {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o666))
      try file.closeAfter { _ = try file.writeAll(bytes) }
    }
  }

  public func write(_ name: String, _ text: String) throws(FileError) {
    try write(name, Array(text.utf8))
  }

  /// Makes a symbolic link, and the directories that lead to it.
  public func link(_ name: String, to target: String) throws(FileError) {
    try makeParents(of: name)
    let made = FileName.with(target) { target in FileName.with(file(name)) { symlink(target, $0) } }
    try FileError.check(FilePath(named: file(name)), made)
  }

  private func makeParents(of name: String) throws(FileError) {
    var parent = path
    for part in name.split(separator: "/").dropLast() {
      parent += "/" + part
      let directory = FilePath(named: parent)
      if !directory.isDirectory {
        try directory.makeDirectory(mode: FilePermissions(rawValue: 0o700))
      }
    }
  }
}

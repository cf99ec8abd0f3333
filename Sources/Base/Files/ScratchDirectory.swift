// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A directory for one run under $TMPDIR or /tmp, removed when the object is released.
///
/// The directory is locked while its process lives. The next run takes a directory without a lock
/// as the remains of a killed run, and removes it.
public final class ScratchDirectory: Sendable {
  /// The path of the directory.
  public let path: String
  private let descriptor: FileDescriptor

  /// Creates the directory, after removing what killed runs left.
  ///
  /// - Parameter purpose: a word for the name: `pvkit-PURPOSE-XXXXXX`.
  /// - Throws: `FileError` if it cannot be created.
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

  /// Locks a new directory; nil if another run removed it before it was locked.
  private static func lock(_ place: FilePath) throws(FileError) -> FileDescriptor? {
    // Restore the permissions that the umask may have removed.
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

  /// Removes what killed runs of this user left. A directory that cannot be removed is skipped.
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

  /// An empty file that marks a directory as kept for the user, so that later runs do not remove
  /// it.
  private static let keptMark = ".kept"

  /// Leaves the directory and its contents to the user: neither releasing the object nor a later
  /// run removes it.
  public func keep() throws(FileError) { try write(Self.keptMark, []) }

  /// Runs a closure with a new scratch directory, and removes the directory afterwards. Signals
  /// that would end the process are held until then; the closure can poll `EndingSignals.isEnding`.
  public static func with<R>(
    _ purpose: String, _ body: (ScratchDirectory) throws -> R
  ) throws -> R {
    try EndingSignals.whileHeld {
      let directory = try ScratchDirectory(purpose)
      defer { directory.remove() }
      return try body(directory)
    }
  }

  /// Removes the directory and its contents. Symbolic links are removed and not followed.
  public func remove() { try? FilePath(named: path).removeTree() }

  /// The path of a file in the directory.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, replacing its content, and creates its parent directories.
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

  /// Writes text as UTF-8.
  public func write(_ name: String, _ text: String) throws(FileError) {
    try write(name, Array(text.utf8))
  }

  /// Creates a symbolic link, and its parent directories.
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

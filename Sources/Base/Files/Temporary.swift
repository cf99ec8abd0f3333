// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A new file or directory, created in its final directory and renamed to its final name when
/// complete.
///
/// A file has no name until it is complete (O_TMPFILE), so that nothing is left if the process is
/// killed. Where the file system does not support that, and for a directory, it is named from the
/// start. The name is `.pvkit-` and the inode's number, which is unique. By this name, and because
/// it is not locked, a later run recognizes what a killed run left, and removes it.
final class Temporary {
  private static let prefix = ".pvkit-"

  let descriptor: FileDescriptor
  private let directory: FilePath
  /// The temporary path; nil while a file has no name, and after the move.
  private(set) var path: FilePath?

  /// Creates a file or directory in `directory`, after removing what killed runs left there.
  init(in directory: FilePath, _ kind: Kind) throws(FileError) {
    Self.sweep(directory)
    self.directory = directory
    if case .file(let mode) = kind, let file = Self.unnamed(in: directory, mode) {
      descriptor = file
      return
    }
    try directory.checkNotAppendOnly()
    let early = directory.appending("\(Self.prefix)new-\(getpid())")
    descriptor = try FileError.of(directory) { try kind.make(early) }
    path = early
    flock(descriptor.rawValue, LOCK_EX)
    do {
      try name()
    } catch {
      remove()
      throw error
    }
  }

  enum Kind {
    /// A file with this mode, reduced by the umask.
    case file(FilePermissions)
    case directory
  }

  deinit { try? descriptor.close() }

  /// Moves the file to its final path atomically, and replaces what is there.
  func move(to place: FilePath) throws(FileError) {
    // If nothing is at the final path, an unnamed file can be linked there directly.
    if path == nil, link(to: place) { return }
    try directory.checkNotAppendOnly()
    try name()
    guard let path else { return }
    try path.move(to: place)
    self.path = nil
  }

  func remove() {
    if let path { try? path.removeTree() }
    path = nil
  }

  /// Renames to `.pvkit-INODE`, the name by which a later run recognizes it as temporary.
  private func name() throws(FileError) {
    let inode = try FileError.of(directory) { try descriptor.stat().inode }
    let name = directory.appending("\(Self.prefix)\(inode.rawValue)")
    if let path {
      guard path != name else { return }
      try path.move(to: name)
    } else {
      flock(descriptor.rawValue, LOCK_EX)
      guard link(to: name) else { throw FileError(directory, .last) }
    }
    path = name
  }

  /// Gives an unnamed file its first name; false, with errno set, if that name exists or the system
  /// refuses.
  private func link(to place: FilePath) -> Bool {
    let link = "/proc/self/fd/\(descriptor.rawValue)"
    return place.withPlatformString {
      linkat(AT_FDCWD, link, AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
    } == 0
  }

  private static func unnamed(in directory: FilePath, _ mode: FilePermissions) -> FileDescriptor? {
    // linkat() needs /proc to give the file a name later.
    guard access("/proc/self/fd", X_OK) == 0 else { return nil }
    let file = directory.withPlatformString {
      // 0x40_0000 is O_TMPFILE's own bit; Swift does not import the macro.
      open($0, O_RDWR | O_CLOEXEC | O_DIRECTORY | 0x40_0000, mode.rawValue)
    }
    return file < 0 ? nil : FileDescriptor(rawValue: file)
  }
}

extension Temporary.Kind {
  fileprivate func make(_ path: FilePath) throws -> FileDescriptor {
    switch self {
    case .file(let mode):
      return try .open(
        path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: mode)
    case .directory:
      try path.makeDirectory()
      do {
        return try .open(path, .readOnly, options: [.directory, .closeOnExec])
      } catch {
        try path.removeEmptyDirectory()
        throw error
      }
    }
  }
}

extension Temporary {
  /// Removes what killed runs left in a directory. What cannot be removed is skipped.
  private static func sweep(_ directory: FilePath) {
    for name in (try? directory.names()) ?? [] where name.string.hasPrefix(prefix) {
      let path = directory.appending(name)
      let mark = name.string.dropFirst(prefix.count)
      if mark.hasPrefix("new-") {
        removeEarly(path, process: pid_t(mark.dropFirst(4)))
      } else if let number = UInt64(mark) {
        removeStale(path, inode: number)
      }
    }
  }

  /// Removes what a dead process created but did not rename to its inode's number; it is empty.
  private static func removeEarly(_ path: FilePath, process: pid_t?) {
    guard let process, process != getpid(), kill(process, 0) != 0, errno == ESRCH,
      let status = try? path.status()
    else { return }
    if status.type == .directory {
      _ = try? path.removeEmptyDirectory()
    } else if status.type == .regular, status.size == 0 {
      try? path.removeFile()
    }
  }

  private static func removeStale(_ path: FilePath, inode: UInt64) {
    let options: FileDescriptor.OpenOptions = [.noFollow, .nonBlocking, .closeOnExec]
    guard let status = try? path.status(), status.inode.rawValue == inode,
      status.type == .regular || status.type == .directory,
      let file = try? FileDescriptor.open(path, .readOnly, options: options)
    else { return }
    // A lock means that a run is still working on it.
    if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, let now = try? file.stat(), now == status {
      try? path.removeTree()
    }
    try? file.close()
  }
}

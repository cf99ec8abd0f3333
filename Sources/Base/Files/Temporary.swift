// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A file or directory on its way to its place, in the directory where that is.
///
/// A file has no name until it is whole (O_TMPFILE), so that whatever kills the process, nothing
/// stays; where the file system cannot do that, it has one from the start. That name is `.pvkit-`
/// and the inode's own number, which nothing else has: by it, and because nobody holds its lock, a
/// later run knows what a killed one left there, and removes it.
final class Temporary {
  private static let prefix = ".pvkit-"

  let descriptor: FileDescriptor
  private let folder: FilePath
  /// Nil for a file without a name.
  private(set) var path: FilePath?

  /// A new file, or directory, in `folder`, after what killed runs left there has been removed.
  init(in folder: FilePath, _ kind: Kind) throws(FileError) {
    Self.sweep(folder)
    self.folder = folder
    if case .file(let mode) = kind, let file = Self.unnamed(in: folder, mode) {
      descriptor = file
      return
    }
    try folder.checkNotAppendOnly()
    let early = folder.appending("\(Self.prefix)new-\(getpid())")
    descriptor = try FileError.of(folder) { try kind.make(early) }
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
    /// With this mode, less the umask.
    case file(FilePermissions)
    case directory
  }

  deinit { try? descriptor.close() }

  /// Gives it its place, in one step; what stood there is gone.
  func move(to place: FilePath) throws(FileError) {
    // Where nothing is, it needs no other name first.
    if path == nil, link(to: place) { return }
    try folder.checkNotAppendOnly()
    try name()
    guard let path else { return }
    try path.move(to: place)
    self.path = nil
  }

  /// Removes it.
  func remove() {
    if let path { try? path.removeTree() }
    path = nil
  }

  /// The name by which it is known for a temporary one.
  private func name() throws(FileError) {
    let inode = try FileError.of(folder) { try descriptor.stat().inode }
    let name = folder.appending("\(Self.prefix)\(inode.rawValue)")
    if let path {
      guard path != name else { return }
      try path.move(to: name)
    } else {
      flock(descriptor.rawValue, LOCK_EX)
      guard link(to: name) else { throw FileError(folder, .last) }
    }
    path = name
  }

  /// Gives a file without a name its first one; false, with errno set, when that is there already or
  /// the system refuses.
  private func link(to place: FilePath) -> Bool {
    let link = "/proc/self/fd/\(descriptor.rawValue)"
    return place.withPlatformString {
      linkat(AT_FDCWD, link, AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
    } == 0
  }

  private static func unnamed(in folder: FilePath, _ mode: FilePermissions) -> FileDescriptor? {
    // Its name is given to it by way of /proc.
    guard access("/proc/self/fd", X_OK) == 0 else { return nil }
    let file = folder.withPlatformString {
      // O_TMPFILE, which Swift does not import.
      open($0, O_WRONLY | O_CLOEXEC | O_DIRECTORY | 0x40_0000, mode.rawValue)
    }
    return file < 0 ? nil : FileDescriptor(rawValue: file)
  }
}

extension Temporary.Kind {
  fileprivate func make(_ path: FilePath) throws -> FileDescriptor {
    switch self {
    case .file(let mode):
      return try .open(
        path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: mode)
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
  /// Removes what killed runs left in a directory. That it cannot be removed hinders nobody.
  private static func sweep(_ folder: FilePath) {
    for name in (try? folder.names()) ?? [] where name.string.hasPrefix(prefix) {
      let path = folder.appending(name)
      let mark = name.string.dropFirst(prefix.count)
      if mark.hasPrefix("new-") {
        removeEarly(path, process: pid_t(mark.dropFirst(4)))
      } else if let number = UInt64(mark) {
        removeStale(path, inode: number)
      }
    }
  }

  /// Made, and not yet named by its number: it is empty.
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
    // Unlocked only where nobody is at work on it.
    if flock(file.rawValue, LOCK_EX | LOCK_NB) == 0, let now = try? file.stat(), now == status {
      try? path.removeTree()
    }
    try? file.close()
  }
}

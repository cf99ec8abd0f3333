// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Queries about what is at a path, and the calls that change it. A name need not be UTF-8.
extension FilePath {
  /// The status of the path itself; a symbolic link is not followed. Nil if the path does not
  /// exist.
  public func status() throws(FileError) -> Stat? { try status(following: false) }

  /// The status of what the path leads to; symbolic links are followed. Nil if it does not exist.
  public func statusFollowed() throws(FileError) -> Stat? { try status(following: true) }

  private func status(following: Bool) throws(FileError) -> Stat? {
    do {
      return try Stat(self, followTargetSymlink: following)
    } catch {
      if error == .noSuchFileOrDirectory || error == .notDirectory { return nil }
      throw FileError(self, error)
    }
  }

  /// Whether the path is a directory. A link to a directory is not one.
  public var isDirectory: Bool { (try? status())?.type == .directory }

  /// Whether the path is a regular file. A link to a file is not one.
  public var isRegular: Bool { (try? status())?.type == .regular }

  /// Reads a whole regular file; symbolic links are followed.
  ///
  /// - Parameter limit: the maximum size in bytes.
  /// - Returns: the content; nil if the file does not exist.
  /// - Throws: `FileError` if it is not a regular file, is longer than the limit, or cannot be
  ///   read.
  public func read(limit: Int) throws(FileError) -> [UInt8]? {
    let file: FileDescriptor
    do {
      // Non-blocking, because opening a pipe that has no writer would block.
      file = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec, .nonBlocking])
    } catch {
      let error = error as? Errno ?? .ioError
      if error == .noSuchFileOrDirectory || error == .notDirectory { return nil }
      throw FileError(self, error)
    }
    return try FileError.of(self) { try file.closeAfter { try readAll(file, limit) } }
  }

  private func readAll(_ file: FileDescriptor, _ limit: Int) throws -> [UInt8] {
    let status = try file.stat()
    guard status.type == .regular else { throw FileError(self, "is not a regular file") }
    var bytes: [UInt8] = []
    // Read until the end instead of trusting the size: files in /proc report a size of 0.
    while bytes.count <= limit {
      let room = min(max(Int(status.size) - bytes.count, 0) + 4096, limit + 1 - bytes.count)
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: room))
      let count = try bytes[start...].withUnsafeMutableBytes { try file.read(into: $0) }
      bytes.removeLast(room - count)
      if count == 0 { return bytes }
    }
    throw FileError(self, "has more than \(byteSize(UInt64(limit)))")
  }

  /// The names in a directory, sorted by their bytes; nil if the directory does not exist.
  public func names() throws(FileError) -> [FilePath.Component]? {
    guard let stream = withPlatformString({ opendir($0) }) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileError(self, .last)
    }
    defer { closedir(stream) }
    var names: [FilePath.Component] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CInterop.PlatformChar.self, capacity: 256) {
          FilePath.Component(platformString: $0)
        }
      }
      if let name, name.kind == .regular { names.append(name) }
    }
    guard errno == 0 else { throw FileError(self, .last) }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// The paths of everything below a directory that is not a directory itself, relative to the
  /// directory and sorted by their bytes. Symbolic links are listed and not followed.
  public func filesBelow() throws(FileError) -> [FilePath] {
    var found: [FilePath] = []
    var next: [FilePath] = [FilePath()]
    while let directory = next.popLast() {
      for name in try pushing(directory).names() ?? [] {
        let inner = directory.appending(name)
        if pushing(inner).isDirectory { next.append(inner) } else { found.append(inner) }
      }
    }
    return found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

extension FilePath {
  /// The bytes of the path, as the system takes them.
  var bytes: [CChar] { withPlatformString { Array(UnsafeBufferPointer(start: $0, count: length)) } }

  /// The directory that contains this path; `.` for a single name.
  var parent: FilePath {
    let parent = removingLastComponent()
    return parent.isEmpty ? "." : parent
  }

  func makeDirectory(mode: FilePermissions = FilePermissions(rawValue: 0o777)) throws(FileError) {
    try FileError.check(self, withPlatformString { mkdir($0, mode.rawValue) })
  }

  /// Renames atomically, and replaces what is at the new path.
  func move(to other: FilePath) throws(FileError) {
    try FileError.check(
      other, withPlatformString { from in other.withPlatformString { rename(from, $0) } })
  }

  /// Creates a hard link.
  func link(to other: FilePath) throws(FileError) {
    try FileError.check(
      other,
      withPlatformString { from in
        other.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, 0) }
      })
  }

  /// Removes anything but a directory. It is not an error if nothing is there.
  func removeFile() throws(FileError) {
    guard withPlatformString({ unlink($0) }) != 0, errno != ENOENT else { return }
    throw FileError(self, .last)
  }

  /// Removes a directory if it is empty.
  ///
  /// - Returns: whether the directory no longer exists.
  @discardableResult
  func removeEmptyDirectory() throws(FileError) -> Bool {
    guard withPlatformString({ rmdir($0) }) != 0, errno != ENOENT else { return true }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw FileError(self, .last) }
    return false
  }

  /// Removes a file, or a directory with its contents. Symbolic links are removed and not followed.
  /// A file system that is mounted below is an error, and nothing in it is removed.
  func removeTree() throws(FileError) {
    guard let status = try status() else { return }
    guard status.type == .directory else { return try removeFile() }
    // Try to remove the directory first: an empty one can be removed even if it is not readable.
    if (try? removeEmptyDirectory()) == true { return }
    for name in try names() ?? [] {
      let inner = appending(name)
      guard let below = try inner.status() else { continue }
      guard below.deviceID == status.deviceID else {
        throw FileError(inner, "is a mount point", cure: "unmount it")
      }
      try inner.removeTree()
    }
    guard try removeEmptyDirectory() else { throw FileError(self, .directoryNotEmpty) }
  }

  /// Whether a directory is append-only (`chattr +a`): names can be added but not removed.
  var isAppendOnly: Bool {
    var status = statx()
    let isKnown = withPlatformString { statx(AT_FDCWD, $0, 0, 0, &status) } == 0
    return isKnown && status.stx_attributes & UInt64(STATX_ATTR_APPEND) != 0
  }

  /// - Throws: `FileError` if the directory is append-only: a file that is created in it under a
  ///   temporary name could not be renamed to its final one.
  func checkNotAppendOnly() throws(FileError) {
    guard isAppendOnly else { return }
    throw FileError(self, "is append-only (chattr +a)", cure: "choose another directory")
  }

  func setOwner(_ owner: Owner) throws(FileError) {
    try FileError.check(self, withPlatformString { lchown($0, owner.user, owner.group) })
  }
}

extension FilePath.Component {
  /// The bytes of the name, as the system takes them.
  var bytes: [CChar] {
    withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
  }
}

/// The owner of a file.
struct Owner: Equatable {
  let user: uid_t
  let group: gid_t

  init(_ status: Stat) {
    (user, group) = (status.userID.rawValue, status.groupID.rawValue)
  }
}

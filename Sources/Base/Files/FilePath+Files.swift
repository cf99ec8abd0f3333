// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// What stands at a path, and the calls that change it. A name need not be UTF-8.
extension FilePath {
  /// What is there itself, without following a link; nil when there is nothing.
  public func status() throws(FileError) -> Stat? { try status(following: false) }

  /// What a path leads to, links followed; nil when there is nothing.
  public func statusFollowed() throws(FileError) -> Stat? { try status(following: true) }

  private func status(following: Bool) throws(FileError) -> Stat? {
    do {
      return try Stat(self, followTargetSymlink: following)
    } catch {
      if error == .noSuchFileOrDirectory || error == .notDirectory { return nil }
      throw FileError(self, error)
    }
  }

  /// Whether it is a directory itself, and not a link to one.
  public var isDirectory: Bool { (try? status())?.type == .directory }

  /// Whether it is a regular file itself, and not a link to one.
  public var isRegular: Bool { (try? status())?.type == .regular }

  /// The whole of a regular file; nil when there is none.
  ///
  /// - Parameter limit: in bytes; a longer file is an error.
  public func read(limit: Int) throws(FileError) -> [UInt8]? {
    let file: FileDescriptor
    do {
      // A pipe without a writer must not be waited for.
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
    // What is read counts, not what the system says: files of /proc have no size.
    while bytes.count <= limit {
      let room = min(max(Int(status.size) - bytes.count, 0) + 4096, limit + 1 - bytes.count)
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: room))
      let count = try bytes[start...].withUnsafeMutableBytes { try file.read(into: $0) }
      bytes.removeLast(room - count)
      if count == 0 { return bytes }
    }
    throw FileError(self, "has more than \(limit) bytes")
  }

  /// The names in a directory, sorted by their bytes; nil when there is no such directory.
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

  /// Every file below a directory, and everything else that is not a directory, by its path from
  /// there. Links are not followed.
  public func filesBelow() throws(FileError) -> [FilePath] {
    var found: [FilePath] = []
    var next: [FilePath] = [FilePath()]
    while let folder = next.popLast() {
      for name in try pushing(folder).names() ?? [] {
        let inner = folder.appending(name)
        if pushing(inner).isDirectory { next.append(inner) } else { found.append(inner) }
      }
    }
    return found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

extension FilePath {
  /// As the system has it.
  var bytes: [CChar] { withPlatformString { Array(UnsafeBufferPointer(start: $0, count: length)) } }

  /// The directory that this is in.
  var parent: FilePath {
    let parent = removingLastComponent()
    return parent.isEmpty ? "." : parent
  }

  func makeDirectory(mode: FilePermissions = FilePermissions(rawValue: 0o777)) throws(FileError) {
    try FileError.check(self, withPlatformString { mkdir($0, mode.rawValue) })
  }

  /// In one step; what stood there is gone.
  func move(to other: FilePath) throws(FileError) {
    try FileError.check(
      other, withPlatformString { from in other.withPlatformString { rename(from, $0) } })
  }

  /// A second name of the same file.
  func link(to other: FilePath) throws(FileError) {
    try FileError.check(
      other,
      withPlatformString { from in
        other.withPlatformString { linkat(AT_FDCWD, from, AT_FDCWD, $0, 0) }
      })
  }

  /// Anything but a directory; that it is gone already is no error.
  func removeFile() throws(FileError) {
    guard withPlatformString({ unlink($0) }) != 0, errno != ENOENT else { return }
    throw FileError(self, .last)
  }

  /// Only an empty directory.
  ///
  /// - Returns: whether it is gone.
  @discardableResult
  func removeEmptyDirectory() throws(FileError) -> Bool {
    guard withPlatformString({ rmdir($0) }) != 0, errno != ENOENT else { return true }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw FileError(self, .last) }
    return false
  }

  /// A directory with all that is in it, or a file. Links are removed, not followed, and nothing
  /// is removed from another file system that is mounted below.
  func removeTree() throws(FileError) {
    guard let status = try status() else { return }
    guard status.type == .directory else { return try removeFile() }
    // An empty one need not be readable.
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

  /// Whether names can be added to a directory and not be taken away (chattr +a).
  var isAppendOnly: Bool {
    var status = statx()
    let isKnown = withPlatformString { statx(AT_FDCWD, $0, 0, 0, &status) } == 0
    return isKnown && status.stx_attributes & UInt64(STATX_ATTR_APPEND) != 0
  }

  /// - Throws: when the directory only takes new names: what is made in it under another name first
  ///   could not have its place.
  func checkNotAppendOnly() throws(FileError) {
    guard isAppendOnly else { return }
    throw FileError(self, "is append-only (chattr +a)", cure: "choose another directory")
  }

  func setOwner(_ owner: Owner) throws(FileError) {
    try FileError.check(self, withPlatformString { lchown($0, owner.user, owner.group) })
  }
}

extension FilePath.Component {
  /// As the system has it.
  var bytes: [CChar] {
    withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
  }
}

/// Whose a file is.
struct Owner: Equatable {
  let user: uid_t
  let group: gid_t

  init(_ status: Stat) {
    (user, group) = (status.userID.rawValue, status.groupID.rawValue)
  }
}

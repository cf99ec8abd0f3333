// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The few calls that writing a tree needs, their errors thrown.
enum Disk {
  static func makeDirectory(_ path: String) throws(WriteError) {
    guard mkdir(path, 0o777) == 0 else { throw WriteError(path) }
  }

  /// Creates the file, which must not exist, and brings its bytes to the disk.
  static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(WriteError) {
    try write(bytes, to: path, O_CREAT | O_EXCL) { fsync($0) == 0 }
  }

  /// Into what is there: a device or a pipe, which no file may replace.
  static func pass(_ bytes: UnsafeRawBufferPointer, to path: String) throws(WriteError) {
    try write(bytes, to: path, 0) { _ in true }
  }

  /// Neither nothing nor a regular file.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
  }

  /// Two names of one file or directory.
  static func isSame(_ one: String, _ other: String) -> Bool {
    var (left, right) = (stat(), stat())
    guard stat(one, &left) == 0, stat(other, &right) == 0 else { return false }
    return left.st_dev == right.st_dev && left.st_ino == right.st_ino
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to path: String, _ flags: Int32,
    finish: (Int32) -> Bool
  ) throws(WriteError) {
    let file = open(path, O_WRONLY | O_CLOEXEC | flags, 0o666)
    guard file >= 0 else { throw WriteError(path) }
    let isWritten = writeAll(bytes, to: file) && finish(file)
    let error = WriteError(path)
    guard close(file) == 0, isWritten else { throw error }
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to file: Int32) -> Bool {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(file, rest.baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    return true
  }

  /// The whole file, or nil when it cannot be read or is longer than `limit` bytes.
  static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var length = 0
    while length <= limit {
      let count = bytes[length...].withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress, $0.count)
      }
      if count < 0 { return nil }
      if count == 0 { return Array(bytes[..<length]) }
      length += count
    }
    return nil
  }

  /// The names in a directory, sorted; nil when there is no such directory.
  static func entries(_ path: String) throws(WriteError) -> [String]? {
    guard let stream = opendir(path) else {
      if errno == ENOENT { return nil }
      throw WriteError(path)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  static func rename(_ from: String, to: String) throws(WriteError) {
    guard Glibc.rename(from, to) == 0 else { throw WriteError(to) }
  }

  /// Swaps two directories in one step.
  static func exchange(_ one: String, _ other: String) throws(WriteError) {
    guard renameat2(AT_FDCWD, one, AT_FDCWD, other, UInt32(RENAME_EXCHANGE)) != 0 else { return }
    guard errno == EBUSY else { throw WriteError(other) }
    throw WriteError(
      other, "is a mount point or ends in . or .., and cannot be replaced; name a directory in it")
  }

  /// The folders that lead to these paths, each with those that lead to it.
  static func folders(of paths: [String]) -> Set<String> {
    var folders: Set<String> = []
    for path in paths {
      let parts = path.split(separator: "/").dropLast()
      for count in 0..<parts.count {
        folders.insert(parts.prefix(count + 1).joined(separator: "/"))
      }
    }
    return folders
  }

  /// Makes the folders of a path below `root` that are not there.
  static func makeParents(of path: String, in root: String) throws(WriteError) {
    for folder in folders(of: [path]).sorted() {
      guard mkdir(root + "/" + folder, 0o777) != 0 else { continue }
      guard errno == EEXIST else { throw WriteError(root + "/" + folder) }
    }
  }

  /// A symbolic link, which is not followed out of a tree.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// Removes a tree; best effort, for what pvkit itself made.
  static func removeDirectory(_ path: String) {
    for name in (try? entries(path)) ?? [] {
      let inner = path + "/" + name
      if unlink(inner) != 0 && !isLink(inner) { removeDirectory(inner) }
    }
    rmdir(path)
  }
}

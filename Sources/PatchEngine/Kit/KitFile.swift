// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Reads files and directories of a kit or a tree.
enum KitFile {
  /// The maximum size of a file, in bytes; no file of a kit and no source file of a kernel is
  /// larger.
  static let limit = 16 << 20

  /// The content of a file; nil if it does not exist.
  ///
  /// - Throws: if it is not a regular file, is too large or cannot be read.
  static func read(_ path: String) throws(PatchError) -> [UInt8]? {
    let file = FileName.with(path) { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .system(path)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .system(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PatchError(path, "is not a regular file")
    }
    guard status.st_size <= limit else {
      throw PatchError(path, "has more than \(limit >> 20) MiB, more than any source file")
    }
    return try readAll(file, Int(status.st_size), path)
  }

  /// The content of a file of a kit; nil if it does not exist.
  ///
  /// - Throws: if the path contains a symbolic link, because all files of a kit must be its own, or
  ///   if the file is not text.
  static func read(_ path: String, in folder: String) throws(PatchError) -> [UInt8]? {
    var reached = folder
    var status = stat()
    for part in path.split(separator: "/") {
      reached += "/" + part
      guard FileName.with(reached, { lstat($0, &status) }) == 0 else { break }
      guard status.st_mode & S_IFMT != S_IFLNK else { throw link(reached) }
    }
    let bytes = try read(folder + "/" + path)
    if let bytes { try KitText.check(bytes, folder + "/" + path) }
    return bytes
  }

  private static func link(_ path: String) -> PatchError {
    PatchError(
      path, "is a symbolic link, which may lead out of the kit",
      cure: "replace it by a copy of its target")
  }

  /// The maximum number of files in a kit.
  private static let mostNames = 100_000

  /// Checks that a kit has no symbolic links. Hidden files and directories are not part of a kit
  /// and are skipped.
  ///
  /// - Throws: at the first link, or if there are too many files.
  static func checkNoLinks(below folder: String) throws(PatchError) {
    var (folders, count) = ([folder], 0)
    while let place = folders.popLast() {
      for name in try names(place) ?? [] where !name.hasPrefix(".") {
        let path = place + "/" + name
        count += 1
        guard count <= mostNames else {
          throw PatchError(folder, "has more than \(mostNames) files, more than any kit")
        }
        if isLink(path) { throw link(path) }
        if isFolder(path) { folders.append(path) }
      }
    }
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return FileName.with(path) { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private static func readAll(
    _ file: Int32, _ size: Int, _ path: String
  ) throws(PatchError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: size)
    var length = 0
    while length < size {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress! + length, size - length)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(path) }
      guard count > 0 else { break }
      length += count
    }
    return Array(bytes.prefix(length))
  }

  /// The names in a directory, sorted; nil if it does not exist.
  static func names(_ path: String) throws(PatchError) -> [String]? {
    guard let stream = FileName.with(path, { opendir($0) }) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .system(path)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { FileName.text($0) } ?? "" }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The names in a directory of a kit, without leftovers; nil if it does not exist.
  static func kitNames(_ path: String) throws(PatchError) -> [String]? {
    try names(path)?.filter { !isLeftover($0) }
  }

  /// Whether a name cannot be part of a kit. Hidden files belong to git or an editor, or are the
  /// remains of a killed run, which the next run removes. The others are copies that editors, patch
  /// and merges make.
  static func isLeftover(_ name: some StringProtocol) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("#")
      || ["~", ".orig", ".rej", ".bak"].contains(where: name.hasSuffix)
  }

  /// All files below a directory, by their paths from there.
  static func all(below folder: String) throws(PatchError) -> [String] {
    var paths: [String] = []
    for name in try names(folder) ?? [] {
      let inner = folder + "/" + name
      paths += isFolder(inner) ? try all(below: inner).map { name + "/" + $0 } : [name]
    }
    return paths
  }
}

extension KitFile {
  /// Whether the path is a directory; a symbolic link to one is not.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return FileName.with(path) { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path exists. A symbolic link exists even if its target does not.
  static func exists(_ path: String) throws(PatchError) -> Bool {
    var status = stat()
    if FileName.with(path, { lstat($0, &status) }) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw .system(path) }
    return false
  }
}

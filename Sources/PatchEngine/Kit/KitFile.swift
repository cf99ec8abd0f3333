// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Files and folders of a kit or a tree, read whole.
enum KitFile {
  /// More than any file of a kit, or any source file of a kernel, has.
  static let limit = 16 << 20

  /// What a file holds; nil when there is none.
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
      throw PatchError(path, "has more than \(limit >> 20) MiB, which no source file has")
    }
    return try readAll(file, Int(status.st_size), path)
  }

  /// A file below a folder of a kit; nil when there is none.
  ///
  /// - Throws: when a link stands on the way: a kit brings its own files, and no others; and when it
  ///   is not text.
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
      cure: "put a copy of what it leads to in its place")
  }

  /// More than any kit has.
  private static let mostNames = 100_000

  /// - Throws: when a link stands anywhere below a kit's folder. What is hidden is no part of a kit.
  static func checkNoLinks(below folder: String) throws(PatchError) {
    var (folders, count) = ([folder], 0)
    while let place = folders.popLast() {
      for name in try names(place) ?? [] where !name.hasPrefix(".") {
        let path = place + "/" + name
        count += 1
        guard count <= mostNames else {
          throw PatchError(folder, "has more than \(mostNames) files, which no kit has")
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

  /// The names in a folder, sorted; nil when there is no such folder.
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

  /// The names in a folder of a kit but for leftovers; nil when there is no such folder.
  static func kitNames(_ path: String) throws(PatchError) -> [String]? {
    try names(path)?.filter { !isLeftover($0) }
  }

  /// Whether a file or folder is no part of a kit wherever it is: what is hidden is git's, an editor's,
  /// or what a killed run left, whose next run removes it; the others are copies that editors, patch
  /// and merge make.
  static func isLeftover(_ name: some StringProtocol) -> Bool {
    name.hasPrefix(".") || name.hasPrefix("#")
      || ["~", ".orig", ".rej", ".bak"].contains(where: name.hasSuffix)
  }

  /// Every file below a folder, by its path from there.
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
  /// Whether it is a folder itself, and no link to one.
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return FileName.with(path) { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether there is something of that name.
  static func exists(_ path: String) throws(PatchError) -> Bool {
    var status = stat()
    if FileName.with(path, { lstat($0, &status) }) == 0 { return true }
    guard errno == ENOENT || errno == ENOTDIR else { throw .system(path) }
    return false
  }
}

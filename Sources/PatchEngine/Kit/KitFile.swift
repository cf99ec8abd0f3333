// SPDX-License-Identifier: Apache-2.0

import Base
import SystemPackage

/// Reads files and directories of a kit or a tree.
enum KitFile {
  /// The maximum size of a file, in bytes; no file of a kit and no source file of a kernel is
  /// larger.
  static let limit = 16 << 20

  /// The content of a file; nil if it does not exist.
  ///
  /// - Throws: if it is not a regular file, is too large or cannot be read.
  static func read(_ path: String) throws(PatchError) -> [UInt8]? {
    try at(path) { place throws(FileError) in try place.read(limit: limit) }
  }

  /// The content of a file of a kit; nil if it does not exist.
  ///
  /// - Throws: if the path contains a symbolic link, because all files of a kit must be its own, or
  ///   if the file is not text.
  static func read(_ path: String, in directory: String) throws(PatchError) -> [UInt8]? {
    try PatchError.of { () throws(FileError) in _ = try FilePath(named: directory).reach(path) }
    let bytes = try read(directory + "/" + path)
    if let bytes { try KitText.check(bytes, directory + "/" + path) }
    return bytes
  }

  /// The maximum number of files in a kit.
  private static let mostNames = 100_000

  /// Checks that a kit has no symbolic links. Hidden files and directories are not part of a kit
  /// and are skipped.
  ///
  /// - Throws: at the first link, or if there are too many files.
  static func checkNoLinks(below directory: String) throws(PatchError) {
    var (directories, count) = ([directory], 0)
    while let place = directories.popLast() {
      for name in try names(place) ?? [] where !name.hasPrefix(".") {
        let path = place + "/" + name
        count += 1
        guard count <= mostNames else {
          throw PatchError(directory, "has more than \(mostNames) files, more than any kit")
        }
        try PatchError.of { () throws(FileError) in _ = try FilePath(named: place).reach(name) }
        if isDirectory(path) { directories.append(path) }
      }
    }
  }

  /// The names in a directory, sorted; nil if it does not exist.
  static func names(_ path: String) throws(PatchError) -> [String]? {
    try at(path) { place throws(FileError) in try place.names() }?.map { name in
      name.withPlatformString { FileName.text($0) }
    }
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

  /// All files below a directory, by their paths from there, sorted.
  static func all(below directory: String) throws(PatchError) -> [String] {
    try at(directory) { place throws(FileError) in try place.filesBelow() }.map { path in
      path.withPlatformString { FileName.text($0) }
    }
  }

  /// Whether the path is a directory; a symbolic link to one is not.
  static func isDirectory(_ path: String) -> Bool { FilePath(named: path).isDirectory }

  /// Whether the path exists. A symbolic link exists even if its target does not.
  static func exists(_ path: String) throws(PatchError) -> Bool {
    try at(path) { place throws(FileError) in try place.status() } != nil
  }

  /// Runs calls on a path. An error names the path as the caller spells it.
  private static func at<R>(
    _ path: String, _ calls: (FilePath) throws(FileError) -> R
  ) throws(PatchError) -> R {
    do throws(FileError) {
      return try calls(FilePath(named: path))
    } catch {
      throw PatchError(path, error.problem, cure: error.cure)
    }
  }
}

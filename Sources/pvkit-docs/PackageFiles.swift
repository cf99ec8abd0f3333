// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Generators
@preconcurrency import Glibc

/// Text files below a directory.
struct PackageFiles {
  let directory: String

  init(_ directory: String) { self.directory = directory }

  /// The contents of a file; nil if it does not exist.
  func text(of path: String) -> String? {
    try? String(contentsOfFile: directory + "/" + path, encoding: .utf8)
  }

  /// The files below a directory with that suffix, as paths relative to `directory`, sorted.
  func paths(below path: String, suffix: String = "") throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: directory + "/" + path)
      .filter { $0.hasSuffix(suffix) && !isDirectory(path + "/" + $0) }
      .map { path + "/" + $0 }.sorted()
  }

  /// Writes the files whose contents differ.
  ///
  /// - Parameters:
  ///   - files: the files.
  ///   - isNamed: whether to print the path of each written file.
  func write(_ files: [GeneratedFile], isNamed: Bool = true) throws {
    for file in files where text(of: file.path) != file.text {
      let path = directory + "/" + file.path
      let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      try FileManager.default.createDirectory(
        atPath: parent.joined(separator: "/"), withIntermediateDirectories: true)
      try file.text.write(toFile: path, atomically: true, encoding: .utf8)
      if isNamed { print(path) }
    }
  }

  /// Files in the directories of generated pages that are not among these pages.
  func leftOver(_ pages: [GeneratedFile]) throws -> [String] {
    try Pages.directories.flatMap { try paths(below: $0) }
      .filter { path in !pages.contains { $0.path == path } }
  }

  func remove(_ paths: [String]) throws {
    for path in paths {
      try FileManager.default.removeItem(atPath: directory + "/" + path)
      print("removed \(directory)/\(path)")
    }
  }

  private func isDirectory(_ path: String) -> Bool {
    var result = stat()
    return stat(directory + "/" + path, &result) == 0 && result.st_mode & S_IFMT == S_IFDIR
  }
}

/// Prints a message to standard error and exits.
func complain(_ text: String, _ status: Int32) -> Never {
  fputs(text + "\n", stderr)
  exit(status)
}

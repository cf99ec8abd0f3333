// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// A change to the files of a tree, which is made as a whole or not at all. Paths are relative to
/// the top of the tree.
public struct TreeChange: Sendable {
  struct Put: Sendable {
    let path: String
    let bytes: [UInt8]
    /// The mode; nil keeps that of the present file, and gives a new file the default under the
    /// umask.
    let mode: FilePermissions?
  }

  private(set) var puts: [Put] = []
  private(set) var drops: [String] = []
  private(set) var emptied: [String] = []

  /// A change that does nothing.
  public init() {}

  /// Writes a file, and creates its parent directories.
  ///
  /// - Parameters:
  ///   - path: relative to the top of the tree.
  ///   - bytes: the whole content.
  ///   - mode: the permissions; nil keeps those of the present file.
  public mutating func put(_ path: String, _ bytes: [UInt8], mode: FilePermissions? = nil) {
    puts.append(Put(path: path, bytes: bytes, mode: mode))
  }

  /// Removes a file; it is not an error if the file does not exist.
  public mutating func drop(_ path: String) { drops.append(path) }

  /// Removes a directory if it is empty at the end. Add inner directories before outer ones.
  public mutating func dropIfEmpty(_ directory: String) { emptied.append(directory) }

  /// - Throws: `FileError` if the path of one new file leads through another one.
  func checkIsATree() throws(FileError) {
    let files = Set(puts.map(\.path))
    for put in puts {
      guard let file = TreePath.directories(of: put.path).first(where: files.contains) else {
        continue
      }
      throw FileError(FilePath(put.path), "cannot be a file, because \(file) above it is one")
    }
  }
}

/// Relative paths that stay within a tree.
public enum TreePath {
  /// Whether a path is relative, does not leave the tree (`..`), has no control characters, and
  /// does not lead into `.git`, where a hook would be executed. The check works on bytes, as the
  /// system does: a combining mark after a slash would merge with it into one Swift character.
  public static func staysInside(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: slash, omittingEmptySubsequences: false)
    return !path.isEmpty && !path.utf8.contains { $0 < 0x20 || $0 == 0x7f }
      && parts.allSatisfy { part in
        let name = part.map {
          (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
        }
        return !["", ".", "..", ".git"].contains { name.elementsEqual($0.utf8) }
      }
  }

  /// The parent directories of a path, outermost first.
  public static func directories(of path: String) -> [String] {
    let parts = path.utf8.split(separator: slash).dropLast()
    return parts.indices.map { index in
      String(decoding: Array(parts[...index].joined(separator: [slash])), as: UTF8.self)
    }
  }

  /// The first component of a path.
  static func top(of path: String) -> String {
    String(decoding: path.utf8.prefix { $0 != slash }, as: UTF8.self)
  }

  private static let slash = UInt8(ascii: "/")
}

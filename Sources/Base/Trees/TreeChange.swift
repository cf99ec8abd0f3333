// SPDX-License-Identifier: Apache-2.0

import SystemPackage

/// What is to be done to a tree, all of it or nothing. Paths are from its top.
public struct TreeChange: Sendable {
  struct Put: Sendable {
    let path: String
    let bytes: [UInt8]
    /// Nil for that of the file that is there, and for a new one what the umask leaves.
    let mode: FilePermissions?
  }

  private(set) var puts: [Put] = []
  private(set) var drops: [String] = []
  private(set) var emptied: [String] = []

  public init() {}

  /// Nothing is to be done.
  public var isEmpty: Bool { puts.isEmpty && drops.isEmpty && emptied.isEmpty }

  /// A file is to hold this; the directories that lead to it are made.
  public mutating func put(_ path: String, _ bytes: [UInt8], mode: FilePermissions? = nil) {
    puts.append(Put(path: path, bytes: bytes, mode: mode))
  }

  /// A file is to go; that there is none is fine.
  public mutating func drop(_ path: String) { drops.append(path) }

  /// A directory is to go when nothing is left in it; inner ones first.
  public mutating func dropIfEmpty(_ directory: String) { emptied.append(directory) }

  /// - Throws: when a file is to come in another one.
  func checkIsATree() throws(FileError) {
    let files = Set(puts.map(\.path))
    for put in puts {
      guard let file = TreePath.directories(of: put.path).first(where: files.contains) else {
        continue
      }
      throw FileError(FilePath(put.path), "is to be a file, and \(file) above it, too")
    }
  }
}

/// A path from a tree's top that stays in it.
public enum TreePath {
  /// Whether it is one: no way up or out, no line end, and nothing of git's own, whose hooks run.
  /// By its bytes, as the system takes it: a mark that follows a slash makes no other sign of it.
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

  /// The directories that lead to it, outer ones first.
  public static func directories(of path: String) -> [String] {
    let parts = path.utf8.split(separator: slash).dropLast()
    return parts.indices.map { index in
      String(decoding: Array(parts[...index].joined(separator: [slash])), as: UTF8.self)
    }
  }

  /// Its first part.
  static func top(of path: String) -> String {
    String(decoding: path.utf8.prefix { $0 != slash }, as: UTF8.self)
  }

  private static let slash = UInt8(ascii: "/")
}

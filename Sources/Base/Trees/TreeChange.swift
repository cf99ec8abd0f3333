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
  public static func staysInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return !path.isEmpty && !path.utf8.contains { $0 < 0x20 || $0 == 0x7f }
      && parts.allSatisfy { !["", ".", ".."].contains($0) && $0.lowercased() != ".git" }
  }

  /// The directories that lead to it, outer ones first.
  public static func directories(of path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }
}

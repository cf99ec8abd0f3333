// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A directory of one run's own under $TMPDIR or /tmp, which is removed with the object.
public final class ScratchDirectory: Sendable {
  public let path: String

  /// - Parameter purpose: a word of its name: `pvkit-PURPOSE.XXXXXX`.
  public init(_ purpose: String) throws(FileError) {
    let parent = FileName.variable("TMPDIR") ?? "/tmp"
    guard let created = FileName.makeDirectory("\(parent)/pvkit-\(purpose).XXXXXX") else {
      throw FileError(
        parent, "cannot write there: \(Errno.last)", cure: "set TMPDIR to a writable directory")
    }
    path = created
  }

  deinit { remove() }

  /// Runs a closure in a new one. Signals that would end the process wait until it is gone:
  /// `EndingSignals.isEnding` tells the closure that one did.
  public static func with<R>(
    _ purpose: String, _ body: (ScratchDirectory) throws -> R
  ) throws -> R {
    try EndingSignals.whileHeld {
      let directory = try ScratchDirectory(purpose)
      defer { directory.remove() }
      return try body(directory)
    }
  }

  /// Removes it with all that is in it. Links are removed, not followed.
  public func remove() { try? FilePath(named: path).removeTree() }

  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, and makes the directories that lead to it. What it held is gone.
  public func write(_ name: String, _ bytes: [UInt8]) throws(FileError) {
    try makeParents(of: name)
    let path = FilePath(named: file(name))
    try FileError.of(path) {
      let file = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .truncate, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o666))
      try file.closeAfter { _ = try file.writeAll(bytes) }
    }
  }

  public func write(_ name: String, _ text: String) throws(FileError) {
    try write(name, Array(text.utf8))
  }

  /// Makes a symbolic link, and the directories that lead to it.
  public func link(_ name: String, to target: String) throws(FileError) {
    try makeParents(of: name)
    let made = FileName.with(target) { target in FileName.with(file(name)) { symlink(target, $0) } }
    try FileError.check(FilePath(named: file(name)), made)
  }

  private func makeParents(of name: String) throws(FileError) {
    var parent = path
    for part in name.split(separator: "/").dropLast() {
      parent += "/" + part
      let directory = FilePath(named: parent)
      if !directory.isDirectory {
        try directory.makeDirectory(mode: FilePermissions(rawValue: 0o700))
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// Nothing in the product but Base writes to a user's files, so that what the tests of its
/// transactions prove holds for every command, those that are to come included.
@Suite struct OneWriterTests {
  /// By what files are made, written or moved.
  private static let calls = [
    "rename(", "renameat2(", "O_CREAT", "\"w\")", "mkdir(", "unlink(", "symlink(", "truncate(",
    "toFile:", ".write(to: URL", "createDirectory(", "createFile(", "removeItem(", "moveItem(",
    "FileHandle(", ".exclusiveCreate",
  ]
  /// Logs and scratch of the process's own, and the program that writes the pages of this package.
  private static let others = [
    "GuestTypes/Headers/Compiler.swift", "KernelProof/LoggedCommand.swift",
    "KernelProof/DeviceBoot.swift", "KernelProof/ProofDirectory.swift",
    "pvkit-docs/PackageFiles.swift",
  ]

  @Test func noOther() throws {
    let sources = Places.package + "/Sources/"
    let found = try Command.run(
      ["grep", "-rnF", "--include=*.swift"] + Self.calls.flatMap { ["-e", $0] } + [sources]
    ).output.split(separator: "\n").map { $0.dropFirst(sources.count) }
    // Where they are allowed, they are found.
    for place in ["Base/"] + Self.others { #expect(found.contains { $0.hasPrefix(place) }) }
    for line in found where !line.hasPrefix("Base/") {
      #expect(
        Self.others.contains { line.hasPrefix($0 + ":") },
        "\(line) is Base's (Output, LockedTree, NewTree)")
    }
  }
}

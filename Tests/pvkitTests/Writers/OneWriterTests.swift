// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import SystemPackage
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
    "KernelProof/DeviceBoot.swift", "KernelProof/ProofFolder.swift",
    "pvkit-docs/PackageFiles.swift",
  ]

  @Test func noOther() throws {
    let sources = FilePath(Places.package + "/Sources")
    let files = try sources.filesBelow().filter {
      $0.extension == "swift" && !$0.starts(with: "Base") && !Self.others.contains($0.string)
    }
    try #require(files.count > 100)
    for file in files {
      let bytes = try #require(try sources.pushing(file).read(limit: 1 << 20))
      let text = String(decoding: bytes, as: UTF8.self)
      for call in Self.calls {
        #expect(!text.contains(call), "\(file): \(call) is Base's (Output, LockedTree, NewTree)")
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import SystemPackage
import Testing

@testable import Base

struct ReplacementTests {
  private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/disk"
      try Output.write(text, to: file)
      try body(file)
      #expect(try names(folder).allSatisfy { !$0.hasPrefix(".") }, "a copy was left behind")
    }
  }

  private func names(_ folder: String) throws -> [String] {
    try Command.run(["ls", "-A", folder]).output.split(separator: "\n").map(String.init)
  }

  private func text(_ file: String) throws -> String { try Command.run(["cat", file]).output }

  /// As QEMU does: by the descriptor's name.
  private func write(_ text: String, to copy: Replacement) {
    let file = open("/proc/self/fd/\(copy.descriptor)", O_RDWR)
    #expect(pwrite(file, text, text.utf8.count, 0) == text.utf8.count)
    close(file)
  }

  @Test func `what was written to the copy takes the file's place, with its mode`() throws {
    try withFile("before, and more") { file in
      chmod(file, 0o640)
      let copy = try Replacement(of: file)
      write("after!", to: copy)
      #expect(try text(file) == "before, and more")
      try copy.commit()
      #expect(try text(file) == "after!, and more")
      #expect(try FilePath(named: file).status()?.permissions.rawValue == 0o640)
    }
  }

  @Test func `without that the file is as it was`() throws {
    try withFile("before") { file in
      let inode = try FilePath(named: file).status()?.inode
      write("after!", to: try Replacement(of: file))
      #expect(try text(file) == "before")
      #expect(try FilePath(named: file).status()?.inode == inode)
    }
  }

  @Test func `a link stays one, and leads to what was written`() throws {
    try withFile("before") { file in
      let link = file + "-link"
      #expect(symlink(file, link) == 0)
      let copy = try Replacement(of: link)
      write("after!", to: copy)
      try copy.commit()
      #expect(try text(file) == "after!")
      #expect(try FilePath(named: link).status()?.type == .symbolicLink)
    }
  }

  @Test func `a file that somebody changed meanwhile is left to them`() throws {
    try withFile("before") { file in
      let copy = try Replacement(of: file)
      _ = try Command.run(["sh", "-c", "echo theirs >\(file)"])
      let error = #expect(throws: FileError.self) { try copy.commit() }
      #expect(
        error?.problem == "was changed by another program in the meantime, and is not replaced")
      #expect(try text(file) == "theirs\n")
    }
  }

  @Test func `holes stay holes, so that a terabyte of nothing costs nothing`() throws {
    try withFile("start") { file in
      let size = Int64(1) << 40
      truncate(file, off_t(size))
      let end = open(file, O_WRONLY)
      #expect(pwrite(end, "end", 3, off_t(size - 3)) == 3)
      close(end)
      let copy = try Replacement(of: file)
      write("begin", to: copy)
      try copy.commit()
      let status = try #require(try FilePath(named: file).status())
      #expect(status.size == size)
      #expect(status.sizeAllocated < 1 << 20)
      let file = open(file, O_RDONLY)
      var bytes = [UInt8](repeating: 0, count: 5)
      #expect(pread(file, &bytes, 5, 0) == 5 && bytes == Array("begin".utf8))
      #expect(pread(file, &bytes, 3, off_t(size - 3)) == 3 && bytes.starts(with: "end".utf8))
      close(file)
    }
  }

  @Test func `it can be given up, and what has no copy is refused`() throws {
    try withFile("before") { file in
      #expect(throws: FileError.self) { try Replacement(of: file, stop: { true }) }
      #expect(throws: FileError.self) { try Replacement(of: file + "-none") }
      #expect(throws: FileError.self) { try Replacement(of: "/dev/null") }
      #expect(throws: FileError.self) { try Replacement(of: "/tmp") }
    }
  }
}

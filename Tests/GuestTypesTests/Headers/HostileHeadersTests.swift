// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import GuestImage
import Testing

@testable import GuestTypes

/// Headers of somebody who means no good: the compiler reads nothing but the tree, and takes no more
/// than it is given.
@Suite struct HostileHeadersTests {
  /// libxen-dev's headers with a line more in xen.h.
  private func withTree<R>(
    _ line: String, files: [String: String] = [:], _ body: (String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      let tree = folder + "/xen"
      _ = try Command.run(["cp", "-r", "/usr/include/xen", tree])
      for (name, text) in files {
        _ = try Command.run(["tee", folder + "/" + name], input: Array(text.utf8))
      }
      _ = try Command.run(["tee", "-a", tree + "/xen.h"], input: Array((line + "\n").utf8))
      return try body(tree)
    }
  }

  private func open(_ line: String, files: [String: String] = [:]) throws -> HeaderSource {
    try withTree(line, files: files) { try HeaderSource($0, on: .x86_64) }
  }

  private func problem(_ line: String, files: [String: String] = [:]) -> String {
    do {
      _ = try open(line, files: files)
      return ""
    } catch { return "\(error)" }
  }

  /// Without a limit it would take all memory of the machine.
  @Test func anEndlessHeader() throws {
    let line = "#include \"/dev/zero\""
    let words = problem(line)
    #expect(words.contains("xen.h does not compile"), "\(words)")
    #expect(words.contains("memory"), "\(words)")
    try withTree(line) { tree in
      let child = try ChildProcess([Places.pvkit, "abi", "diff", "4.17", tree])
      #expect(child.wait() == 3)
      // Of it and all that it ran, in KiB.
      #expect(child.usage.ru_maxrss < 2 << 20)
    }
  }

  /// What cannot be seen before an object is made of it.
  @Test func endlessAssembly() {
    let words = problem(#"asm(".rept 100000000\n.byte 0\n.endr");"#)
    #expect(words.contains("gcc makes no object of its headers: as: out of memory"), "\(words)")
  }

  /// One that nobody writes to.
  @Test func aPipeInTheTree() throws {
    try Places.withScratchFolder { folder in
      let tree = folder + "/xen"
      _ = try Command.run(["cp", "-r", "/usr/include/xen", tree])
      _ = try Command.run(["mkfifo", tree + "/pipe"])
      #expect(throws: (any Error).self) { try HeaderSource(tree, on: .x86_64) }
    }
  }

  @Test func anEndlessMacro() {
    let words = problem(
      "#define A(x) x x x x x x x x\n#define B(x) A(A(A(A(x))))\nlong a = B(B(B(1 +))) 1;")
    #expect(words.contains("does not compile"), "\(words)")
  }

  /// A file beside the tree, by a name and by a macro; its text is told to nobody.
  @Test(arguments: ["#include \"../secret\"", "#define S \"../secret\"\n#include S"])
  func aFileOutside(line: String) {
    let words = problem(line, files: ["secret": "password hunter2;\n"])
    #expect(words.contains("secret, which is not in it"), "\(words)")
    #expect(!words.contains("hunter2"))
  }

  @Test func anHonestTreeIsRead() throws {
    let whole = try HeaderSource("/usr/include/xen", on: .x86_64)
    #expect(try open("/* the end */").unread == whole.unread)
  }
}

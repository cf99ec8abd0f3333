// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

@Suite struct SourceLinesTests {
  /// Two functions in two sections, of which the second has the cli on its third line.
  private static let source = """
    int first(void) { return 1; }
    __attribute__((section(".init.text"))) void second(void)
    {
      __asm__ volatile("cli");
    }

    """

  private func lines(_ flags: [String], of result: String) throws -> [String?] {
    try Places.withScratchFolder { folder in
      let file = folder + "/" + result
      let made = try Command.run(
        ["gcc", "-g", "-O1", "-ffreestanding", "-nostdlib", "-static", "-fno-pie", "-no-pie"]
          + flags + ["-o", file, "-x", "c", "-"], input: Array(Self.source.utf8))
      try #require(made.status == 0, "\(made.errors)")
      let image = try GuestImage.open(path: file)
      let scan = try CodeScan(image, release: .standard)
      let lines = try #require(SourceLines(image))
      return scan.sites.map { lines.line(of: $0, in: scan) }
    }
  }

  @Test func ofAnObject() throws {
    #expect(try lines(["-c"], of: "code.o").map { $0?.hasSuffix("<stdin>:4") } == [true])
  }

  @Test func ofALinkedKernel() throws {
    let found = try lines(
      ["-Wl,-e,second", "-Wl,-Ttext=0xffffffff81000000", "-mcmodel=kernel"], of: "k")
    #expect(found.map { $0?.hasSuffix("<stdin>:4") } == [true])
  }

  /// Of a name that no compiler was given, any number of places could show the whole.
  @Test(arguments: [(1000, true), (1100, false)]) func noneOfAnEndlessName(
    length: Int, isThere: Bool
  ) throws {
    try Places.withScratchFolder { folder in
      let name = String(repeating: "x", count: length) + ".c"
      let source = ".text\nf: .file 1 \"\(name)\"\n.loc 1 7\ncli\nret\n"
      let made = try Command.run(["as", "-", "-o", folder + "/a.o"], input: Array(source.utf8))
      try #require(made.status == 0, "\(made.errors)")
      let image = try GuestImage.open(path: folder + "/a.o")
      let scan = try CodeScan(image, release: .standard)
      let lines = try #require(SourceLines(image))
      #expect(scan.sites.map { lines.line(of: $0, in: scan) } == [isThere ? name + ":7" : nil])
    }
  }

  @Test func noneWithoutDwarf() throws {
    #expect(SourceLines(try Assembled.object("f: cli")) == nil)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import Testing

/// Which parts of a kernel are code.
@Suite struct CodeRegionTests {
  private func scan(_ source: String, _ link: [String], strip: Bool = false) throws -> CodeScan {
    try Places.withScratchFolder { folder in
      let (object, kernel) = (folder + "/code.o", folder + "/kernel")
      let made = try Command.run(["as", "-o", object, "-"], input: Array((source + "\n").utf8))
      try #require(made.status == 0, "\(made.errors)")
      let linked = try Command.run(
        ["ld", "-z", "noexecstack", "-e", "f", "-Ttext=0xffffffff81000000"] + link
          + ["-o", kernel, object])
      try #require(linked.status == 0, "\(linked.errors)")
      if strip {
        let stripped = try Command.run(["objcopy", "--strip-section-headers", kernel])
        if stripped.status != 0 {
          _ = try Command.run(["strip", "--strip-all", kernel])
        }
      }
      return try CodeScan(GuestImage.open(path: kernel), release: .standard)
    }
  }

  private let boot = """
    .section .boot, "aw", @progbits
    .globl f
    f: lgdt 0
    call g
    jmp f
    .fill 8, 1, 0xf4
    g: cli
    ret
    """

  /// Nothing says that the section is code but that the kernel is entered there: what the entry leads
  /// to is code, and of the rest nothing is known.
  @Test func aSectionThatTheKernelIsEnteredIn() throws {
    let scan = try scan(boot, ["-N"])
    #expect(scan.regions.map(\.name) == [".boot"])
    let errors = scan.sites.filter { $0.severity == .error }
    #expect(errors.map(\.kind.name) == ["lgdt", "cli"])
    let others = scan.sites.filter { $0.kind.name == "hlt" }
    #expect(others.count == 8)
    #expect(others.allSatisfy { $0.reach == .undecided && $0.severity == .note })
  }

  /// A symbol says so.
  @Test func aFunctionInASectionOfData() throws {
    let source = """
      f: ret
      .section .late, "aw", @progbits
      .byte 0xf4
      .type late, @function
      late: cli
      ret
      .size late, . - late
      .byte 0xf4
      """
    let scan = try scan(source, [])
    #expect(scan.sites.filter { $0.severity == .error }.map(\.kind.name) == ["cli"])
  }

  /// Where sections of an executable segment tell, data is none.
  @Test func dataBesideCode() throws {
    let scan = try scan("f: ret\n.data\n.quad 0xf4f4f4f4", ["-N"])
    #expect(scan.regions.map(\.name) == [".text"])
    #expect(scan.sites.isEmpty)
  }

  /// A build ID is any bytes.
  @Test func notesWithTheFlagOfCode() throws {
    let source = """
      f: ret
      .section .notes, "ax", @note
      .long 4, 4, 3
      .asciz "GNU"
      .byte 0xcf, 0xfa, 0xf4, 0xcf
      """
    let scan = try scan(source, [])
    #expect(scan.regions.map(\.name) == [".text"])
    #expect(scan.sites.isEmpty)
  }

  /// The vDSO: user space's code, wherever it stands.
  @Test func anElfInTheKernel() throws {
    let folder = try Places.withScratchFolder { folder -> [UInt8] in
      let (object, library) = (folder + "/v.o", folder + "/vdso.so")
      let made = try Command.run(
        ["as", "-o", object, "-"],
        input: Array(".globl v\nv: mov $17, %eax; syscall; hlt; call hypercall_page; ret\n".utf8))
      try #require(made.status == 0)
      let linked = try Command.run(
        [
          "ld", "-shared", "-z", "noexecstack", "--unresolved-symbols=ignore-all", "-o", library,
          object,
        ])
      try #require(linked.status == 0, "\(linked.errors)")
      return try GuestImage.open(path: library).file.array
    }
    let bytes = folder.map { String($0) }.joined(separator: ",")
    let scan = try Assembled.scan("f: cli; ret\nvdso: .byte \(bytes)\ng: sti; ret")
    #expect(scan.summary == ["cli f+0", "sti g+0"])
    #expect(scan.hypercalls.isEmpty)
  }
}

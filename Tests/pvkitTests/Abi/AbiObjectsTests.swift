// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

/// What `abi verify` makes of declarations as people write them, compiled, in every file that holds them.
@Suite struct AbiObjectsTests {
  private static let types = """
    typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
    typedef unsigned long long u64; typedef unsigned long ul;

    """

  /// Compiles, and does what else is asked, in a folder.
  private func verify(
    _ source: String, _ language: String = "c", _ flags: String = "-g", then: String = "",
    file: String = "k.o", with options: [String] = []
  ) throws -> CommandResult {
    try Places.withScratchFolder { folder in
      let made = try Command.run(
        [
          "sh", "-ec",
          "cd \(folder); gcc -w -ffreestanding \(flags) -x \(language) -c -o k.o -; \(then)",
        ], input: Array((Self.types + source).utf8))
      try #require(made.status == 0, "\(made.errors)")
      return try Command.run([Places.pvkit, "abi", "verify"] + options + ["\(folder)/\(file)"])
    }
  }

  private func findings(_ result: CommandResult) -> [String] {
    result.output.split(separator: "\n").filter { $0.hasPrefix("  error: ") }
      .map { line in
        let name = line.dropFirst(9).prefix { $0 != " " }
        return "\(name) \(line.split(separator: "[").last?.prefix { $0 != "]" } ?? "")"
      }
  }

  private static let good = "struct mmu_update { u64 ptr, val; } m;"
  private static let bad = "struct mmu_update { u64 val, ptr; } m;"
  private static let swapped = ["mmu_update.val member-swapped", "mmu_update.ptr member-swapped"]

  /// Arrays of what has another size lead nowhere behind their first element.
  @Test(arguments: [
    ("struct mmu_update { u64 ptr, val, more; } m;", "mmu_update member-stride"),
    ("struct mmu_update { u64 ptr; } m;", "mmu_update member-stride"),
    (
      "struct mmu_update { u64 ptr, val; } __attribute__((aligned(64))) m[2];",
      "mmu_update member-stride"
    ),
    (
      "struct multicall_entry { ul op; long result; ul args[6], more; } m;",
      "multicall_entry member-stride"
    ),
    (
      "struct trap_info { u8 vector, flags; u16 cs; ul address, more; } m;",
      "trap_info member-stride"
    ),
    (
      "struct grant_entry_v1 { u16 flags, domid; u32 frame, x; } m;", "grant_entry_v1 member-stride"
    ),
    (
      "struct mmuext_op { u32 cmd; union { ul mfn; ul linear_addr; } arg1; } m;",
      "mmuext_op member-stride"
    ),
  ])
  func anElementOfAnotherSize(source: String, finding: String) throws {
    let result = try verify(source)
    #expect(findings(result) == [finding] && result.status == 1, "\(result.output)")
  }

  /// By tag, by a typedef of a structure with another tag or none, in a namespace, from a base.
  @Test(arguments: [
    ("typedef struct { u64 PAIR; } mmu_update_t; mmu_update_t m;", "c"),
    ("struct mine { u64 PAIR; }; typedef struct mine mmu_update_t; mmu_update_t m;", "c"),
    (
      "struct mine { u64 PAIR; }; typedef struct mine a; typedef a mmu_update_t; mmu_update_t m;",
      "c"
    ),
    (
      "namespace xen { namespace abi { struct mmu_update { u64 PAIR; }; } } xen::abi::mmu_update m;",
      "c++"
    ),
    ("class mmu_update { public: static int count; u64 PAIR; } m;", "c++"),
  ])
  func whateverItIsCalled(source: String, language: String) throws {
    for (pair, expected) in [("ptr, val", []), ("val, ptr", Self.swapped)] {
      for flags in ["-g", "-gdwarf-4", "-gdwarf-2 -gstrict-dwarf", "-g -m32"] {
        let result = try verify(source.replacing("PAIR", with: pair), language, flags)
        #expect(findings(result) == expected, "\(flags): \(result.output)\(result.errors)")
        #expect(result.status == (expected.isEmpty ? 0 : 1))
      }
    }
  }

  @Test(arguments: [
    ("struct b { u64 ptr; }; struct mmu_update : b { u64 val; } m;", []),
    ("struct b { u64 val; }; struct mmu_update : b { u64 ptr; } m;", swapped),
    (
      "struct b { u32 ptr; }; struct mmu_update : b { u64 val; } m;",
      ["mmu_update.ptr member-resized"]
    ),
    (
      "struct a { u64 ptr; }; struct b { u64 val; }; struct mmu_update : a, b { } m;", []
    ),
  ])
  func aBase(source: String, expected: [String]) throws {
    let result = try verify(source, "c++")
    #expect(findings(result) == expected, "\(result.output)\(result.errors)")
  }

  /// The right size, and something else in it.
  @Test(arguments: [
    ("struct mmu_update { double ptr; u64 val; } m;", ["mmu_update.ptr member-retyped"]),
    (
      "struct gnttab_setup_table { u16 dom; u32 nr_frames; u16 status; void *frame_list; } g;",
      ["gnttab_setup_table.status member-retyped"]
    ),
    (
      "struct evtchn_send { u32 port; } __attribute__((scalar_storage_order(\"big-endian\"))) e;",
      ["evtchn_send.port member-retyped"]
    ),
    ("struct mmu_update { void *ptr; long val; } m;", []),
    ("struct evtchn_send { int port; } e;", []),
    ("struct gnttab_setup_table { u16 dom; u32 nr_frames; short status; ul frame_list; } g;", []),
  ])
  func anotherKind(source: String, expected: [String]) throws {
    let result = try verify(source)
    #expect(findings(result) == expected, "\(result.output)")
  }

  /// As many bytes, cut into other elements: the message names both arrays.
  @Test func otherElements() throws {
    let result = try verify("struct multicall_entry { ul op; long result; u32 args[12]; } m;")
    #expect(findings(result) == ["multicall_entry.args member-resized"])
    #expect(result.output.contains("at 16 is args[12], in Xen 4.17 args[6]"), "\(result.output)")
  }

  /// Packed as a whole, as modules are, and in archives.
  @Test(arguments: [
    ("mv k.o k.ko; xz k.ko", "k.ko.xz"), ("mv k.o k.ko; xz --check=crc32 k.ko", "k.ko.xz"),
    ("mv k.o k.ko; zstd -q --rm k.ko", "k.ko.zst"), ("mv k.o k.ko; gzip k.ko", "k.ko.gz"),
    ("echo 'int x;' | gcc -g -x c -c -o x.o -; ar rc k.a x.o k.o", "k.a"),
    ("ar rc k.a k.o; xz k.a", "k.a.xz"), ("ar rc k.a k.o; gzip k.a", "k.a.gz"),
  ])
  func inWhateverFile(commands: String, file: String) throws {
    #expect(try verify(Self.good, then: commands, file: file).status == 0)
    let result = try verify(Self.bad, then: commands, file: file)
    #expect(
      findings(result) == Self.swapped && result.status == 1, "\(result.output)\(result.errors)")
  }

  @Test func everyMemberOfAnArchive() throws {
    let commands =
      "cp k.o a.o; echo 'struct evtchn_send { unsigned short port; } e;'"
      + " | gcc -g -x c -c -o b.o -; ar rc k.a a.o b.o"
    let result = try verify(Self.bad, then: commands, file: "k.a")
    #expect(findings(result) == Self.swapped + ["evtchn_send.port member-resized"])
  }

  @Test func intermediateCodeIsNamed() throws {
    try verify(Self.good, "c", "-g -flto").expectOneError(containing: "an object of gcc -flto")
    #expect(try verify(Self.good, "c", "-g -flto -ffat-lto-objects").status == 0)
    let clang = "echo 'struct mmu_update { long a, b; } m;' | clang -g -flto -x c -c -o k.o -"
    try verify(Self.good, then: clang).expectOneError(containing: "is LLVM bitcode (clang -flto)")
    try verify(Self.good, then: clang + "; ar rc k.a k.o", file: "k.a")
      .expectOneError(containing: "an archive of LLVM bitcode")
  }

  @Test func scanNamesIntermediateCode() throws {
    try Places.withScratchFolder { folder in
      let made = try Command.run(
        ["gcc", "-flto", "-x", "c", "-c", "-o", folder + "/k.o", "-"],
        input: Array("void f() {}".utf8))
      try #require(made.status == 0)
      try pvkit("scan", folder + "/k.o").expectOneError(containing: "an object of gcc -flto")
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Testing

@testable import GuestTypes

/// What compilers write, read back and held against their own offsetof and sizeof.
@Suite struct DwarfSourceTests {
  static let compilers = ["gcc", "clang"]
  static let versions = [2, 3, 4, 5]

  private func options(_ version: Int, _ architecture: Architecture) -> [String] {
    ["-gdwarf-\(version)", architecture == .i386 ? "-m32" : "-m64"]
  }

  private func source(
    _ compiler: String, _ version: Int, _ architecture: Architecture, _ more: [String] = []
  ) throws -> DwarfSource {
    let object = try Sample.object(compiler, options(version, architecture) + more)
    return try #require(try Sample.open(object))
  }

  @Test(arguments: compilers, versions)
  func agreesWithTheCompiler(compiler: String, version: Int) throws {
    for architecture in Architecture.allCases {
      let source = try source(compiler, version, architecture)
      #expect(source.description == "DWARF \(version) of sample.o")
      #expect(source.architecture == architecture)
      let layouts = try source.layouts(of: Sample.names)
      #expect(Set(layouts.keys) == Set(Sample.types.keys))
      let assertions = layouts.values.flatMap(assertions).map {
        "_Static_assert(\($0), \"\($0)\");"
      }
      #expect(assertions.count > 60)
      try Sample.compile(
        compiler, options(version, architecture) + ["-fsyntax-only"],
        Sample.source + "\n" + assertions.joined(separator: "\n"))
    }
  }

  private func assertions(_ layout: TypeLayout) -> [String] {
    let type = Sample.types[layout.name] ?? ""
    let whole = layout.members.filter { !$0.isBitField }
    return ["sizeof(\(type)) == \(layout.size)"]
      + whole.map { "__builtin_offsetof(\(type), \($0.path)) == \($0.offset)" }
      + whole.filter { $0.name != "tail[0]" }
      .map { "sizeof(((\(type) *)0)->\($0.path)) == \($0.size)" }
  }

  @Test(arguments: compilers, versions)
  func flattensAsTheModelDoes(compiler: String, version: Int) throws {
    let layouts = try source(compiler, version, .x86_64).layouts(of: Sample.names)
    let sample = try #require(layouts["sample"])
    #expect(sample.kind == .struct)
    #expect(
      sample.members.map(\.name) == [
        "first", "wide", "word", "in.c", "in.wide", "many[3]", "mfn", "a", "b",
        "console.domU.mfn", "console.domU.evtchn", "console.dom0.off", "buffer.p", "handle[16]",
        "grid[2][3]", "event:28", "extra:3", "cycles:1", "lo:40", "hi:20", "flag:1", "state",
        "forward", "call", "precise", "tail[0]",
      ])
    let tight = try #require(layouts["tight"])
    #expect(tight.members.map(\.name) == ["a", "b", "c:5", "d:9", "e[0]"])
    #expect(layouts["both_t"]?.kind == .union)
    #expect(layouts["both_t"]?.members.map(\.offset) == [0, 0])
  }

  @Test(arguments: compilers, versions)
  func placesBitFieldsByTheirFirstBit(compiler: String, version: Int) throws {
    let layouts = try source(compiler, version, .x86_64).layouts(of: Sample.names)
    let sample = try #require(layouts["sample"])
    let start = try #require(sample.members.first { $0.name == "event:28" }).offset
    let bits = sample.members.filter(\.isBitField)
    #expect(bits.map { $0.offset - start } == [0, 3, 3, 4, 9, 11])
    #expect(bits.map(\.size) == [4, 4, 4, 8, 8, 1])
    let tight = try #require(layouts["tight"])
    #expect(tight.members.filter(\.isBitField).map(\.offset) == [9, 9])
  }

  @Test func spellsTypesAsCDoes() throws {
    let layouts = try source("gcc", 5, .x86_64).layouts(of: ["sample"])
    let types = try #require(layouts["sample"]).members.reduce(into: [String: String]()) {
      $0[$1.path] = $1.type
    }
    #expect(types["word"] == "unsigned long")
    #expect(types["wide"] == "u64")
    #expect(types["many"] == "struct inner")
    #expect(types["buffer.p"] == "unsigned char *")
    #expect(types["forward"] == "struct forward *")
    #expect(types["state"] == "enum state")
  }

  @Test(arguments: compilers, versions)
  func readsEnumerators(compiler: String, version: Int) throws {
    for architecture in Architecture.allCases {
      let names: Set = ["STATE_OFF", "STATE_ON", "STATE_LAST", "LONE", "WIDE", "ABSENT"]
      let found = try source(compiler, version, architecture).constants(of: names)
      #expect(
        found == [
          "STATE_OFF": -3, "STATE_ON": 200, "STATE_LAST": 0x8000_0000, "LONE": 7,
          "WIDE": 0x123_4567_89ab_cdef,
        ])
    }
  }

  @Test(arguments: [["-gz=zlib"], ["-gz=zlib-gnu"], ["-gdwarf64"], ["-g3"]])
  func readsOtherForms(form: [String]) throws {
    let plain = try source("gcc", 4, .x86_64).layouts(of: Sample.names)
    #expect(try source("gcc", 4, .x86_64, form).layouts(of: Sample.names) == plain)
  }

  private func linked(_ options: [String]) throws -> [UInt8] {
    try Places.withScratchFolder { folder in
      let path = folder + "/a.out"
      let text = Sample.source + "\nint main(void) { return 0; }"
      try Sample.compile("gcc", options + ["-o", path], text)
      return try Bytes(contentsOf: path).array
    }
  }

  @Test(arguments: [
    ["-gdwarf-4"], ["-gdwarf-4", "-fdebug-types-section"], ["-fdebug-types-section"],
  ])
  func readsAnExecutable(options: [String]) throws {
    let found = try #require(try Sample.open(linked(options))).layouts(of: Sample.names)
    let expected = try source("gcc", 5, .x86_64).layouts(of: Sample.names)
    for name in Sample.names { #expect(found[name] == expected[name], "\(name)") }
  }

  @Test func refusesTypesInSectionsOfTheirOwn() throws {
    let object = try Sample.object("gcc", ["-gdwarf-4", "-fdebug-types-section"])
    let error = #expect(throws: ImageError.self) { try Sample.open(object) }
    #expect(error?.problem.contains("more than one section .debug_types") == true)
  }

  /// The names of a second unit stand in .debug_str behind relocations that are not zero: without
  /// them it would tell the names of the first.
  @Test func appliesTheRelocationsOfAModule() throws {
    let module = try Places.withScratchFolder { folder in
      try Sample.compile("gcc", ["-c", "-o", folder + "/one.o"], Sample.source)
      try Sample.compile(
        "gcc", ["-c", "-o", folder + "/two.o"],
        "struct second_structure { int second_member, third_member; } second_object;")
      let result = try Command.run(
        ["ld", "-r", "-o", folder + "/both.ko", folder + "/one.o", folder + "/two.o"])
      #expect(result.status == 0)
      return try Bytes(contentsOf: folder + "/both.ko").array
    }
    let found = try #require(try Sample.open(module)).layouts(of: ["sample", "second_structure"])
    #expect(found["second_structure"]?.members.map(\.name) == ["second_member", "third_member"])
    #expect(try found["sample"] == source("gcc", 5, .x86_64).layouts(of: ["sample"])["sample"])
  }

  @Test func hasNothingToSayWithoutDwarf() throws {
    let object = try Sample.object("gcc", ["-g0"])
    #expect(try Sample.open(object) == nil)
  }

  @Test func refusesAnotherProcessor() throws {
    var object = try Sample.object("gcc", [])
    object[18] = 183  // e_machine: EM_AARCH64
    #expect(throws: ImageError.self) { try Sample.open(object) }
  }
}

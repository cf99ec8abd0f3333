// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@Suite struct GenerateNotesTests {
  private static let pv32 = """
    # XenLinux's
    arch i386
    GUEST_OS "linux"   # a text
    GUEST_VERSION 2.6
    XEN_VERSION xen-3.0
    LOADER generic
    VIRT_BASE 0xc0000000
    PADDR_OFFSET 0
    ENTRY 0xc0100000
    HYPERCALL_PAGE 0xc0101000
    PAE_MODE yes
    FEATURES writable_page_tables|!auto_translated_physmap

    """

  private func generate(_ text: String, _ options: String...) throws -> CommandResult {
    let command = [Places.pvkit, "generate", "notes"] + options + ["-"]
    return try Command.run(command, input: Array(text.utf8))
  }

  @Test func aDescriptionBecomesNotesAndTheString() throws {
    let text = Self.pv32.replacing("!auto_translated_physmap", with: "pae_pgdir_above_4gb")
    let result = try generate(text, "--form", "both")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\t.long\t0xc0100000\n"))
    #expect(
      result.output.contains(
        "\"GUEST_OS=linux,GUEST_VER=2.6,XEN_VER=xen-3.0,VIRT_BASE=0xc0000000,"
          + "ELF_PADDR_OFFSET=0x0,VIRT_ENTRY=0xc0100000,HYPERCALL_PAGE=0x101,"
          + "FEATURES=writable_page_tables|pae_pgdir_above_4gb,PAE=yes,LOADER=generic\""))
    let assembled = try Command.run(
      ["gcc", "-m32", "-c", "-x", "assembler-with-cpp", "-", "-o", "/dev/null"],
      input: Array(result.output.utf8))
    #expect(assembled.status == 0, "\(assembled.errors)")
  }

  /// Line and column of what is wrong.
  @Test(arguments: [
    ("ENTRI start\n", "-:1:1: ENTRI is not a note"),
    ("GUEST_OS x\n  ENTRY 12x\n", "-:2:9: 12x is not a number"),
    ("GUEST_OS \"x\n", "-:1:10: the closing quotation mark is missing"),
    ("LOADER generic\nLOADER generic\n", "-:2:1: LOADER was described before"),
    ("FEATURES !foo\n", "-:1:10: loaders know no feature foo"),
    ("arch i386\nVIRT_BASE 0x100000000\n", "-:2:11: 0x100000000 does not fit"),
    ("ENTRY a;b\n", "-:1:7: a;b is neither a number nor a symbol"),
    ("ENTRY\n", "-:1:6: ENTRY needs a value"), ("# nothing\n", "no note is described"),
    ("SUSPEND_CANCEL maybe\n", "-:1:16: SUSPEND_CANCEL is 1 or 0, not maybe"),
    ("MOD_START_PFN 2\n", "-:1:15: MOD_START_PFN is 1 or 0, not 2"),
    ("BSD_SYMTAB \"perhaps\"\n", "-:1:12: BSD_SYMTAB is yes or no, not \"perhaps\""),
    ("PAE_MODE maybe\n", "-:1:10: PAE_MODE is yes or no or bimodal, not maybe"),
    ("PHYS32_RELOC 1\n", "write it in assembly"),
    ("LOADER x\narch i386\n", "-:2:1: arch must come before"),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, words: String) throws {
    try generate(text).expectOneError(containing: words)
  }

  /// What is no text at all: the cure says what is wanted, and nothing hangs.
  @Test func whatIsNoDescriptionIsRefused() throws {
    try Places.withScratchFolder { folder in
      let (empty, fifo, huge) = (folder + "/empty", folder + "/fifo", folder + "/huge")
      for command in [["touch", empty], ["mkfifo", fifo], ["truncate", "-s", "100M", huge]] {
        #expect(try Command.run(command).status == 0)
      }
      let cases = [
        (empty, "is empty"), (fifo, "is a pipe to which nothing was written"),
        ("/usr", "is a directory"),
        ("/dev/zero", "is a device"), (huge, "is longer than 1048576 bytes"),
      ]
      for (path, problem) in cases {
        try pvkit("generate", "notes", path).expectOneError(
          containing: "\(path): \(problem); give a description of notes")
      }
    }
  }

  /// What a loader or a rule would say of a kernel with these notes.
  @Test(arguments: [
    ("XEN_VERSION xen-3.0", "XEN_VERSION xen-2.0"), ("ENTRY 0xc0100000", "ENTRY 0xb0000000"),
    ("PAE_MODE yes", "PAE_MODE no"), ("VIRT_BASE 0xc0000000", ""),
    ("LOADER generic", "LOADER other"), ("HYPERCALL_PAGE 0xc0101000", "HYPERCALL_PAGE 0xd0000000"),
    ("writable_page_tables|", "!auto_translated_physmap|"),
  ])
  func aKernelThatWouldNotBootIsRefused(old: String, new: String) throws {
    let good = Self.pv32.replacing("|!auto_translated_physmap", with: "")
    let plain = try generate(good)
    #expect(plain.status == 0, "\(plain.errors)")
    let old = old.hasSuffix("|") ? String(old.dropLast()) : old
    let new = new.hasSuffix("|") ? String(new.dropLast()) : new
    let result = try generate(
      good.replacing(old, with: new).replacing(
        old == "LOADER generic" ? "\"linux\"" : "\0", with: "x"))
    #expect(result.status == 3, "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func aSymbolHasNoPlaceInTheString() throws {
    let text = Self.pv32.replacing("ENTRY 0xc0100000", with: "ENTRY start").replacing(
      "|!auto_translated_physmap", with: "")
    #expect(try generate(text).status == 0)
    try generate(text, "--form", "legacy").expectOneError(
      containing: "ENTRY is start, and the string __xen_guest takes a number")
  }

  @Test func theLinkerScriptsPiecesAreSeparate() throws {
    let result = try Command.run([Places.pvkit, "generate", "notes", "--lds"])
    #expect(result.status == 0)
    #expect(result.output.contains("note PT_NOTE FLAGS(4);"))
  }

  @Test func aPVHKernelNeedsNothingElse() throws {
    let result = try generate("arch i386\nPHYS32_ENTRY start32\n")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\t.long\tstart32\n"))
  }
}

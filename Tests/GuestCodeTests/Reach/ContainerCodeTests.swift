// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import Testing

/// A kernel for PV and PVH, and one for PVH alone.
@Suite struct ContainerCodeTests {
  private let notes = """
    .macro XNOTE t:req, v:vararg
    .pushsection .notes, "a", @note
    .balign 4
    .long 4, 2f-1f, \\t
    .asciz "Xen"
    1: \\v
    2: .balign 4
    .popsection
    .endm
    XNOTE 18, .long pvh - 0xffffffff80000000

    """
  private let pv = "XNOTE 5, .asciz \"xen-3.0\"\nXNOTE 1, .quad start\n"
  private let code = """
    .text
    .globl start
    start: call shared
    jmp start
    shared: sti
    ret
    .code32
    pvh: cli
    lgdt 0x100000
    CHANGE
    .code64
    pvh64: mov $main64, %rax
    jmp *%rax
    main64: call stop
    call shared
    stop: hlt
    jmp stop

    """

  /// - Parameter base: what virtual addresses have beyond physical ones.
  private func scan(_ source: String, base: String = "0xffffffff80000000") throws -> CodeScan {
    try Places.withScratchFolder { folder in
      let (object, kernel) = (folder + "/code.o", folder + "/kernel")
      let script = folder + "/kernel.lds"
      let text = """
        ENTRY(start)
        PHDRS { text PT_LOAD FLAGS(7); note PT_NOTE FLAGS(4); }
        SECTIONS {
          . = \(base) + 0x100000;
          .text : AT(ADDR(.text) - \(base)) { *(.text) } :text
          .notes : AT(ADDR(.notes) - \(base)) { *(.notes) } :text :note
        }
        """
      _ = try Command.run(["tee", script], input: Array(text.utf8))
      let made = try Command.run(["as", "-o", object, "-"], input: Array(source.utf8))
      try #require(made.status == 0, "\(made.errors)")
      let linked = try Command.run(
        ["ld", "-z", "noexecstack", "-T", script, "-o", kernel, object])
      try #require(linked.status == 0, "\(linked.errors)")
      return try CodeScan(GuestImage.open(path: kernel), release: .standard)
    }
  }

  /// What both entries lead to counts.
  @Test(arguments: [
    "ljmp $8, $(pvh64 - 0xffffffff80000000)",
    "push $8; push $(pvh64 - 0xffffffff80000000); lret",
  ])
  func onlyPhys32EntryReachesIt(change: String) throws {
    let scan = try scan(notes + pv + code.replacing("CHANGE", with: change))
    #expect(scan.setting == .pv)
    #expect(scan.sites.filter { $0.severity < .note }.map(\.kind.name) == ["sti"])
    #expect(scan.cleared[.container] ?? 0 > 0)
  }

  /// PV code that calls what the PVH entry calls, too.
  @Test func reachedFromBoth() throws {
    let both = code.replacing("CHANGE", with: "ljmp $8, $(pvh64 - 0xffffffff80000000)")
      .replacing("jmp start", with: "call stop; jmp start")
    let scan = try scan(notes + pv + both)
    #expect(scan.sites.filter { $0.severity < .note }.map(\.kind.name) == ["sti", "hlt"])
  }

  /// In ring 0 nothing is wrong.
  @Test func forPVHAlone() throws {
    let scan = try scan(notes + code.replacing("CHANGE", with: "ret"))
    #expect(scan.setting == .container)
    #expect(scan.summary == [])
  }

  /// In place of firmware, without notes: the trap says so where there is no hypercall page.
  @Test(arguments: [("vmcall", true), ("vmmcall", true), ("nop", false)])
  func inPlaceOfFirmware(trap: String, isContained: Bool) throws {
    let source = ".globl start\nstart: cli\nlgdt 0x100000\n\(trap)\nhlt\njmp start\n"
    let contained = try scan(source, base: "0")
    #expect(contained.setting == (isContained ? .container : .pv))
    #expect(contained.summary.isEmpty == isContained)
    #expect(try scan(source).setting == .pv)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Instructions
import Testing

@Suite struct CodeScanTests {
  @Test func whatIsSeededIsFoundAndNothingElse() throws {
    let scan = try Assembled.scan(
      """
      .globl first, second
      first: push %rbx; cli; mov $0xfa, %eax; ret
      second: lgdt (%rax); movabs $0xf4f4f4f4f4f4f4f4, %rdx; swapgs; ret
      """)
    #expect(scan.summary == ["cli first+1", "lgdt second+0", "swapgs second+13"])
    #expect(scan.sites.map(\.severity) == [.error, .error, .error])
    #expect(scan.tallies.map(\.tally.undecoded) == [0])
  }

  /// One instruction of each class that has a row, in each mode that has it.
  @Test(arguments: SeededInstruction.all)
  func everyRowIsFound(seeded: SeededInstruction) throws {
    for bits in seeded.modes {
      let scan = try Assembled.scan("f: nop\n\(seeded.text)\nret", bits: bits)
      #expect(scan.sites.map(\.kind) == [seeded.kind])
      #expect(scan.summary.first == "\(seeded.kind.name) f+1")
    }
  }

  @Test func everyRowOfTheTableIsSeeded() {
    let seeded = Set(SeededInstruction.all.map(\.kind))
    #expect(Set(Treatment.all.map(\.kind)) == seeded)
  }

  @Test func dataAmongTheCodeAreLeftOut() throws {
    let scan = try Assembled.scan(
      """
      f: ret
      .type table, @object
      .size table, 4
      table: .byte 0xfa, 0xfb, 0xf4, 0xcf
      g: hlt
      """)
    #expect(scan.summary == ["hlt g+0"])
    #expect(scan.tallies[0].data == 4)
    #expect(scan.tallies[0].tally.bytes == 2)
  }

  /// What is no instruction shifts nothing behind the next symbol.
  @Test func resynchronisesAtSymbols() throws {
    let scan = try Assembled.scan("f: .byte 0x0f, 0x04, 0x48, 0xb8\ng: cli\nret\n.fill 12, 1, 0x90")
    #expect(scan.summary == ["cli g+0"])
    #expect(scan.tallies[0].tally.undecoded > 0)
  }

  /// 0x406e0016: the byte 6e is no outs.
  @Test func tablesOfPointersAreNoCode() throws {
    let image = try Assembled.linked(
      "f: cli; ret; .balign 8; .quad f + 0x6e, f + 0x6f\n.fill 256, 1, 0x90")
    #expect(try CodeScan(image, release: .standard).summary == ["cli f+0"])
  }

  /// Line 0xfafa: the bytes are no two clis.
  @Test func whatStandsBehindABugOfI386IsNoCode() throws {
    let source = "f: ud2; .word 0xfafa; .long name; hlt; ret\n.data\nname: .asciz \"file.c\""
    let scan = try CodeScan(Assembled.linked(source, bits: 32), release: .standard)
    #expect(scan.summary == ["hlt f+8"])
  }

  /// All flags are as they were.
  @Test func popfRightBehindPushfIsIdle() throws {
    let scan = try Assembled.scan("f: pushf; popf; ret\ng: pushf; nop; popf; ret")
    #expect(scan.summary == ["pushf g+0", "popf g+2"])
  }

  /// Calls alone are found without going through the code.
  @Test func callsAloneAreTheSameCalls() throws {
    let image = try Assembled.linked(
      """
      f: call hypercall_page + 29 * 32; cli; ret
      .balign 4096, 0xcc
      .globl hypercall_page
      hypercall_page: .fill 4096, 1, 0xcc
      """)
    let calls = try CodeScan(image, release: .standard, for: .calls)
    #expect(calls.hypercalls.map(\.number) == [29])
    #expect(calls.sites.isEmpty)
    let direct = try Assembled.linked("f: mov $29, %eax; syscall; ret")
    let traps = try CodeScan(direct, release: .standard, for: .calls)
    #expect(traps.hypercalls.map(\.number) == [29])
  }

  @Test func xensPrefixMakesCpuidRight() throws {
    let scan = try Assembled.scan("f: ud2; .ascii \"xen\"; cpuid; ret\ng: cpuid; ret")
    #expect(scan.summary == ["cpuid g+0"])
  }

  @Test func releasesDiffer() throws {
    let source = "f: mov %rax, %cr4; ret"
    #expect(try Assembled.scan(source, release: XenRelease(3, 1)).sites[0].severity == .error)
    #expect(try Assembled.scan(source, release: XenRelease(3, 2)).sites[0].severity == .warning)
  }

  @Test func anObjectForAnotherProcessorIsRefused() throws {
    let object = try Assembled.object("f: ret")
    var bytes = object.file.array
    bytes[18] = 40
    let image = GuestImage(name: "arm", file: Bytes(bytes))
    #expect(throws: ImageError.self) { try CodeScan(image, release: .standard) }
  }

  /// Whatever is in it: an answer or an error, in time.
  @Test func hostileObjectsEndInAnAnswer() throws {
    let object = try Assembled.object(
      """
      f: cli; hlt; ret
      .section .altinstructions, "a"; .fill 24, 1, 0x41
      .section __ex_table, "a"; .fill 24, 1, 0x42
      """)
    var random = SeededGenerator(seed: 7)
    var answers = 0
    for _ in 0..<2000 {
      var bytes = object.file.array
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 16..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      let image = GuestImage(name: "hostile", file: Bytes(bytes))
      if (try? CodeScan(image, release: .standard)) != nil { answers += 1 }
    }
    #expect(answers > 100)
  }
}

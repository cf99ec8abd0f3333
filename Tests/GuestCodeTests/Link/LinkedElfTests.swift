// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// What an object leaves to the linker is known all the same.
@Suite struct LinkedElfTests {
  @Test(arguments: [64, 32]) func callsOfThePageElsewhere(bits: Int) throws {
    let scan = try Assembled.scan(
      """
      nop
      f: pop %\(bits == 64 ? "rbx" : "ebx"); call hypercall_page + 29 * 32; ret
      g: jmp hypercall_page + 23 * 32
      h: call hypercall_page + 60 * 32; call other; ret
      """, bits: bits)
    #expect(scan.hypercalls.map(\.number) == [29, 23, 60])
    #expect(scan.hypercalls.map(\.way) == [.page, .jump, .page])
    #expect(scan.hypercalls.map(\.problems) == [[], [], [.unknownNumber(60)]])
    #expect(scan.hypercalls.map { scan.symbol(of: $0)?.name } == ["f", "g", "h"])
    // Addresses count from the section.
    #expect(scan.hypercalls.map { scan.address(of: $0) } == [2, 8, 13])
  }

  @Test func callsOfAFunctionAroundTheTrap() throws {
    let scan = try Assembled.scan("f: mov $17, %eax; call __SCT__xen_hypercall; ret")
    #expect(scan.hypercalls.map(\.number) == [17])
    #expect(scan.hypercalls.map(\.way) == [.function])
  }

  /// The kernel that the module is for knows Xen, and the module's own tables tell the rest.
  @Test func tablesOfAModule() throws {
    let scan = try Assembled.scan(
      """
      f: swapgs; cli; rdmsr; ret
      .section .altinstr_replacement, "ax"
      s: sti; hlt
      .section .altinstructions, "a"
      .long f - ., s - .; .word 272; .byte 3, 1
      .section __ex_table, "a"
      .long f + 4 - ., f + 4 - ., 0
      """)
    #expect(scan.isParavirtual)
    #expect(scan.cleared == [.replaced: 1])
    #expect(
      scan.sites.map { "\($0.kind.name) \($0.reach.rawValue)" } == [
        "cli undecided", "rdmsr guarded", "sti plain", "hlt undecided",
      ])
  }

  @Test(arguments: [("2.6.18 SMP mod_unload gcc-4.1", false), ("6.1.0-56-amd64 SMP", true)])
  func modulesOfKernelsThatKnowXen(vermagic: String, isParavirtual: Bool) throws {
    let scan = try Assembled.scan(
      "f: cli; ret\n.section .modinfo, \"a\"\n.asciz \"vermagic=\(vermagic)\"")
    #expect(scan.isParavirtual == isParavirtual)
    #expect(scan.count(.error) == (isParavirtual ? 0 : 1))
  }

  /// Debian's kernel has none either.
  @Test(arguments: [
    ("xen-privcmd", 4), ("xen-gntdev", 1), ("xen-evtchn", 4), ("xen-blkfront", 0), ("psmouse", 0),
    ("ptp_kvm", 0), ("padlock-aes", 0), ("parport_pc", 0), ("kvm-intel", 0),
  ])
  func modulesOfDebianHaveNoErrorAndNoWarning(name: String, calls: Int) throws {
    let module = try GuestImage.open(path: DebianImages.linuxModule(name))
    let scan = try CodeScan(module, release: .standard)
    #expect(scan.isParavirtual)
    #expect(scan.count(.error) + scan.count(.warning) == 0)
    #expect(scan.hypercalls.allSatisfy { $0.problems.isEmpty })
    #expect(scan.hypercalls.count == calls)
  }

  /// Relocations that lead anywhere: an answer or an error, in time.
  @Test func hostileRelocationsEndInAnAnswer() throws {
    let object = try Assembled.object(
      """
      f: call hypercall_page + 32; movabs $g, %rax; lea f(%rip), %rax; ret
      .section .altinstructions, "a"; .long f - ., f - .; .word 272; .byte 3, 1
      .data
      g: .quad f, g, hypercall_page
      """)
    var random = SeededGenerator(seed: 11)
    var answers = 0
    for _ in 0..<2000 {
      var bytes = object.file.array
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        bytes[Int.random(in: 64..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      let image = GuestImage(name: "hostile", file: Bytes(bytes))
      if (try? CodeScan(image, release: .standard)) != nil { answers += 1 }
    }
    #expect(answers > 100)
  }

  /// What cannot be gone through is never called clean.
  @Test func aSectionOutsideTheFileIsRefused() throws {
    let object = try Assembled.object("f: ret\n.section .text.g, \"ax\"\ng: cli; ret")
    let elf = try object.elf.get()
    let section = try #require(elf.section(named: ".text.g"))
    var bytes = object.file.array
    bytes[Int(elf.header.sectionTable) + section.index * 64 + 32 + 7] = 0x7f
    let image = GuestImage(name: "cut", file: Bytes(bytes))
    #expect(throws: ImageError.self) { try CodeScan(image, release: .standard) }
  }

  /// The same bytes again and again would be gone through again and again.
  @Test func sectionsThatShareBytesAreRefused() throws {
    let functions = (0..<64).map { ".section .text.f\($0), \"ax\"; f\($0): ret" }
    let object = try Assembled.object(functions.joined(separator: "\n"))
    let elf = try object.elf.get()
    var bytes = object.file.array
    for section in elf.sections where section.isExecutable {
      let header = Int(elf.header.sectionTable) + section.index * 64
      let whole: [UInt64] = [0, UInt64(bytes.count)]
      bytes.replaceSubrange(
        header + 24..<header + 40,
        with: whole.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        })
    }
    let image = GuestImage(name: "overlapping", file: Bytes(bytes))
    #expect(throws: ImageError.self) { try CodeScan(image, release: .standard) }
  }
}

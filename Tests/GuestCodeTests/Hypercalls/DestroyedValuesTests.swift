// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import Testing

/// What is made of a register that a call of Xen destroyed.
@Suite struct DestroyedValuesTests {
  private func registers(_ code: String, bits: Int = 64) throws -> [String] {
    let set = bits == 64 ? "xor %edi, %edi; xor %esi, %esi" : "xor %ebx, %ebx; xor %ecx, %ecx"
    let source = "f: \(set); call hypercall_page + 29 * 32; " + code
    return try Assembled.scan(source, bits: bits).hypercalls.flatMap(\.problems).map {
      guard case .readAfter(let register) = $0 else { return "\($0)" }
      return register
    }
  }

  /// Dummy outputs go into variables that nobody reads.
  @Test(arguments: [
    "mov %rsi, %rdx; mov %rax, -8(%rbp); mov %rdi, -16(%rbp); mov %rdx, -24(%rbp); mov -8(%rbp), %rax; leave; ret",
    "mov %rdi, %rax; mov %rax, 8(%rsp); add $24, %rsp; ret",
    "push %rdi; pop %rcx; ret", "xchg %rdi, %rbx; mov $1, %ebx; ret",
    "mov %edi, %edi; mov $1, %edi; ret",
    "mov %rdi, -8(%rbp); movq $0, -8(%rbp); mov -8(%rbp), %rcx; add %rcx, %rax; ret",
    "or $-1, %rdi; mov %rdi, %rax; ret", "mov %rdi, %rcx; call g; ret\ng: mov %rax, %rbx; ret",
  ])
  func isNoUse(code: String) throws { #expect(try registers(code) == []) }

  /// A jump of 0x45 bytes over a call, 45 e8, is no operand at -24(%rbp).
  @Test func aDistanceIsNoOperand() throws {
    let jump = "jmp 1f; call g; .skip 64, 0x90; 1: leave; ret"
    #expect(try registers("mov %rsi, %rcx; mov %rcx, -24(%rbp); " + jump) == [])
  }

  /// What fills room on i386: lea of ebx into itself, with displacements of all widths, and with the
  /// byte of an index. With 4 for a displacement it is a use.
  @Test(arguments: ["0x8d, 0x5b, 0", "0x8d, 0x9b, 0, 0, 0, 0", "0x8d, 0x5c, 0x23, 0", "0x8d, 0x1b"])
  func isAFiller(code: String) throws {
    #expect(try registers(".byte \(code); mov $1, %ebx; ret", bits: 32) == [])
    guard code.hasSuffix(", 0") else { return }
    let use = ".byte \(code.dropLast())4; mov %ebx, %eax; ret"
    #expect(try registers(use, bits: 32) == ["ebx"])
  }

  /// shld and shrd take their count from cl, or from the instruction.
  @Test(arguments: ["shld", "shrd"])
  func aShiftByANumberReadsNoCount(name: String) throws {
    let end = ", %eax, %edx; mov $0, %ecx; ret"
    #expect(try registers("\(name) $12" + end, bits: 32) == [])
    #expect(try registers("\(name) %cl" + end, bits: 32) == ["ecx"])
  }

  @Test(arguments: [
    "add %rdi, %rax; ret", "mov (%rdi), %rax; ret", "mov %rdi, %rax; ret", "test %edi, %edi; ret",
    "mov %rdi, -8(%rbp); mov -8(%rbp), %rcx; cmp %rcx, %rax; ret",
    "mov %rdi, -8(%rbp); cmpq $0, -8(%rbp); ret", "mov %rdi, (%rbx); ret", "jmp *%rdi",
    "mov %rdi, %rcx; mov %rcx, %rdx; lea 1(%rdx), %rax; ret", "jmp 1f; nop; 1: inc %rdi; ret",
    "test %eax, %eax; je 1f; ret; 1: mov 8(%rdi), %rax; ret", "mov %rdi, %rbx; ret",
    "mov %rdi, %rbx; call g; mov (%rbx), %rax; ret", "movslq %edi, %rcx; add %rcx, %rax; ret",
    "mov %rdi, %rcx; call g; ret\ng: mov (%rcx), %rbx; ret", "xchg %rdi, %rbx; add %rbx, %rax; ret",
  ])
  func isAUse(code: String) throws { #expect(try registers(code) == ["rdi"]) }

  /// The classic wrapper, by two compilers at every level, and one that uses what is destroyed.
  @Test(arguments: ["gcc", "clang"], ["-O0", "-O1", "-O2", "-O3", "-Os"])
  func compiledWrappers(compiler: String, level: String) throws {
    for (bits, first, second) in [(64, "D", "S"), (32, "b", "c")] {
      #expect(try compiled(compiler, level, bits, first, second, "return (int)res;") == [])
      let name = bits == 64 ? "rsi" : "ecx"
      #expect(
        try compiled(compiler, level, bits, first, second, "return (int)res + *(int *)ign2;")
          == [.readAfter(register: name)])
    }
  }

  private func compiled(
    _ compiler: String, _ level: String, _ bits: Int, _ first: String, _ second: String,
    _ end: String
  ) throws -> [HypercallSite.Problem] {
    let source = """
      extern char hypercall_page[];
      int event_channel_op(int cmd, void *op) {
        long res, ign1, ign2;
        asm volatile("call hypercall_page+%c[o]" : "=a"(res), "=\(first)"(ign1), "=\(second)"(ign2)
          : "1"((long)cmd), "2"((long)op), [o]"i"(32*32) : "memory");
        \(end)
      }
      """
    return try Places.withScratchFolder { folder in
      let object = folder + "/wrapper.o"
      let result = try Command.run(
        [
          compiler, "-m\(bits)", level, "-ffreestanding", "-fno-pic", "-fno-pie", "-xc", "-c", "-o",
          object, "-",
        ], input: Array(source.utf8))
      try #require(result.status == 0, "\(result.errors)")
      return try CodeScan(GuestImage.open(path: object), release: .standard).hypercalls
        .flatMap(\.problems)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import Testing

/// What a compiler put there, and what somebody wrote.
@Suite struct FloatingPointUseTests {
  private func functions(_ source: String, bits: Int = 64) throws -> [String?] {
    let scan = try Assembled.scan(source, bits: bits)
    return scan.floatingPoint.map { scan.symbol(of: $0)?.name }
  }

  /// Written to use these registers, or to save them.
  @Test(arguments: [
    "f: call kernel_fpu_begin; movups (%rdi), %xmm0; movups %xmm0, (%rsi); jmp kernel_fpu_end",
    "f: call kernel_fpu_begin_mask; movups (%rdi), %xmm0; movups %xmm0, (%rsi); ret",
    "f: clts; movups (%rdi), %xmm0; ret", "f: fxsave (%rdi); fldl (%rsi); ret",
    "f: fninit; fldl (%rdi); fwait; ret", "f: mulsd %xmm1, %xmm0; movups %xmm0, (%rdi); ret",
    "f: vmovdqu (%rdi), %ymm0; ret", "f: aesenc %xmm1, %xmm0; movups %xmm0, (%rdi); ret",
    "f: .rept 8; pxor %xmm1, %xmm0; .endr; ret", "f: movnti %rax, (%rdi); sfence; ret",
    "f: andn %rax, %rbx, %rcx; crc32b %al, %ecx; movbe (%rdi), %eax; ret",
  ])
  func isWritten(source: String) throws { #expect(try functions(source) == []) }

  @Test(arguments: [
    "f: nop; pxor %xmm0, %xmm0; movaps %xmm0, (%rdi); call g; ret",
    "f: movq (%rdi), %mm0; movq %mm0, (%rsi); ret", "f: movdqu (%rdi), %xmm8; ret",
  ])
  func isNot(source: String) throws { #expect(try functions(source) == ["f"]) }

  /// Of a kernel what stands among such functions; of a module that begins and ends, all.
  @Test func whatStandsAmongThem() throws {
    let plain = "movdqu (%rdi), %xmm8; mov %rax, %rbx; ret\n"
    #expect(try functions("f: \(plain) g: aesenc %xmm1, %xmm0; ret") == [])
    #expect(try functions("f: \(plain) g: call kernel_fpu_begin; ret") == [])
    let far = (0..<9).map { "h\($0): ret\n" }.joined()
    #expect(try functions("f: \(plain) \(far) g: aesenc %xmm1, %xmm0; ret") == ["f"])
  }

  /// A word of data among code: init_rsp of 2.6.16.
  @Test func whatIsNoCode() throws {
    let word = "f: .quad 0xffffffff8027dff8\n"
    #expect(try functions(word + "g: nop; ret") == [])
    let bug = "f: movups %xmm0, (%rdi); ud2; .byte 0x0f, 0xff, 0xff, 0xff; ret"
    #expect(try functions(bug) == ["f"])
  }

  @Test func of32Bits() throws {
    #expect(try functions("f: fildll (%eax); fistpll (%edx); ret", bits: 32) == ["f"])
  }

  /// A C function, built with the flag and without.
  @Test(arguments: ["gcc", "clang"]) func compiled(compiler: String) throws {
    let source =
      "struct s { long a, b, c, d; }; void f(struct s *s, long x) { *s = (struct s) {}; s->a = x; }"
    for (flags, expected) in [(["-mno-sse"], 0), ([], 1)] {
      try Places.withScratchFolder { folder in
        let object = folder + "/f.o"
        let result = try Command.run(
          [compiler, "-O2", "-ffreestanding", "-xc", "-c", "-o", object, "-"] + flags,
          input: Array(source.utf8))
        try #require(result.status == 0, "\(result.errors)")
        let scan = try CodeScan(GuestImage.open(path: object), release: .standard)
        #expect(scan.floatingPoint.count == expected)
      }
    }
  }

  /// None in what Debian ships.
  @Test func debiansKernels() throws {
    for path in try [DebianImages.linux(), DebianImages.linuxCloud()] {
      let scan = try CodeScan(GuestImage.open(path: path), release: .standard)
      #expect(scan.floatingPoint.map { scan.symbol(of: $0)?.name } == [])
    }
  }
}

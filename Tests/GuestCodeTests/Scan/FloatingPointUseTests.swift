// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import Testing

/// Who may use the registers of a process, and who may not.
@Suite struct FloatingPointUseTests {
  private func functions(_ source: String, bits: Int = 64, linked: Bool = false) throws -> [String?]
  {
    let image =
      linked
      ? try Assembled.linked(".globl f\n" + source) : try Assembled.object(source, bits: bits)
    let scan = try CodeScan(image, release: .standard)
    return scan.floatingPoint.map { scan.symbol(of: $0)?.name }
  }

  /// What saves them, or those that it changes, or all of them; and what changes none.
  @Test(arguments: [
    "f: call kernel_fpu_begin; movups (%rdi), %xmm0; movups %xmm0, (%rsi); jmp kernel_fpu_end",
    "f: call kernel_fpu_begin_mask; movups (%rdi), %xmm0; movups %xmm0, (%rsi); ret",
    "f: clts; movups (%rdi), %xmm0; ret", "f: fxsave (%rdi); fldl (%rsi); ret",
    "f: fninit; fldl (%rdi); fwait; ret", "f: fnstsw %ax; ret", "f: fnclex; fwait; ret",
    "f: fnstcw (%rdi); fldcw (%rsi); emms; ret",
    "f: movups %xmm0, (%rdx); movups (%rsi), %xmm0; movntps %xmm0, (%rdi); movups (%rdx), %xmm0; ret",
    "f: movnti %rax, (%rdi); sfence; prefetchnta (%rdi); ret",
    "f: andn %rax, %rbx, %rcx; crc32b %al, %ecx; movbe (%rdi), %eax; ret",
  ])
  func mayUseThem(source: String) throws { #expect(try functions(source) == []) }

  /// Whatever the instructions are, and however many.
  @Test(arguments: [
    "f: nop; pxor %xmm0, %xmm0; movaps %xmm0, (%rdi); call g; ret",
    "f: movq (%rdi), %mm0; movq %mm0, (%rsi); emms; ret", "f: movdqu (%rdi), %xmm8; ret",
    "f: .rept 16; movdqu (%rsi), %xmm0; movups %xmm0, (%rdi); .endr; ret",
    "f: cvtsi2sd %edi, %xmm0; mulsd (%rsi), %xmm0; cvttsd2si %xmm0, %eax; ret",
    "f: fldl (%rdi); fsin; fstpl (%rdi); ret", "f: fnstcw (%rdi); fldl (%rsi); fldcw (%rdi); ret",
    "f: movdqu (%rdi), %xmm0; pclmulqdq $0, %xmm0, %xmm0; movdqu %xmm0, (%rdi); ret",
    "f: vpxor %ymm0, %ymm0, %ymm0; vmovdqu %ymm0, (%rdi); vzeroupper; ret",
    "f: movups %xmm0, (%rdx); movups (%rsi), %xmm1; movups %xmm1, (%rdi); ret",
    "f: .rept 8; pxor %xmm1, %xmm0; .endr; ret", "f: vmovdqu64 (%rdi), %zmm0; ret",
  ])
  func mayNot(source: String) throws { #expect(try functions(source) == ["f"]) }

  /// What stands beside such a function does not matter, who calls does.
  @Test func whoCalls() throws {
    let plain = "g: movdqu (%rdi), %xmm8; mov %rax, %rbx; ret\n"
    let begins = "kernel_fpu_begin: ret\n"
    #expect(
      try functions("f: call kernel_fpu_begin; ret\n" + plain + begins, linked: true) == ["g"])
    #expect(
      try functions("f: call kernel_fpu_begin; call g; ret\n" + plain + begins, linked: true) == [])
    #expect(
      try functions(
        "f: call kernel_fpu_begin; jmp h\nh: nop; call g; ret\n" + plain + begins, linked: true)
        == [])
    #expect(
      try functions(
        "f: call kernel_fpu_begin; call g; ret\nh: nop; call g; ret\n" + plain + begins,
        linked: true)
        == ["g"])
    #expect(try functions("f: nop; call g; call f; ret\n" + plain + begins, linked: true) == ["g"])
  }

  /// A module that begins and ends may all through.
  @Test func aModule() throws {
    let plain = "f: movdqu (%rdi), %xmm8; mov %rax, %rbx; ret\n"
    #expect(try functions("\(plain) g: call kernel_fpu_begin; ret") == [])
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

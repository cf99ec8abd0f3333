// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

/// The number is known at run time only, but that Xen is called is not.
@Suite struct IndirectCallsTests {
  /// Code with a hypercall page behind it.
  private func scan(_ code: String, bits: Int, data: String = "") throws -> CodeScan {
    try CodeScan(
      Assembled.linked(
        """
        .globl f
        \(code)
        .balign 4096, 0xcc
        .globl hypercall_page
        hypercall_page: .fill 4096, 1, 0xcc
        .data
        \(data)
        """, bits: bits), release: .standard)
  }

  private func ways(_ code: String, bits: Int = 64) throws -> [String] {
    let scan = try scan(code, bits: bits)
    return scan.hypercalls.compactMap { site in
      scan.symbol(of: site).map { "\(site.way.rawValue) \($0.name)+\($0.offset)" }
    }
  }

  @Test func byARegister() throws {
    #expect(
      try ways("f: shl $5, %rax; add $hypercall_page, %rax; mov %r10, %rdx; call *%rax; ret")
        == ["indirect f+13"])
    #expect(
      try ways("f: shl $5, %eax; lea hypercall_page(%eax), %eax; jmp *%eax", bits: 32)
        == ["indirect f+9"])
  }

  @Test func byAThunk() throws {
    let code = """
      f: shl $5, %rax; add $hypercall_page, %rax; call __x86_indirect_thunk_rax; ret
      __x86_indirect_thunk_rax: jmp *%rax
      """
    #expect(try ways(code) == ["indirect f+10"])
  }

  @Test func theAddressAloneIsNoCall() throws {
    #expect(try ways("f: mov $hypercall_page, %rax; ret\ng: call *%rax; ret") == [])
  }

  /// The number, where the address says it, and what is wrong with the registers.
  private func numbers(_ code: String, bits: Int = 64, data: String = "") throws -> [String] {
    let scan = try scan(code, bits: bits, data: data)
    return scan.hypercalls.map { site in
      "\(site.way.rawValue) \(site.number.map(String.init) ?? "?")"
        + site.problems.map { " \($0.name)" }.joined()
    }
  }

  @Test(arguments: [
    "mov $hypercall_page + 32, %rax; call *%rax", "movabs $hypercall_page + 32, %r9; call *%r9",
    "lea hypercall_page + 32(%rip), %rax; jmp *%rax", "lea hypercall_page + 32, %rax; call *%rax",
    "mov $hypercall_page, %rax; add $32, %rax; call *%rax",
    "mov $hypercall_page, %rax; lea 32(%rax), %rcx; mov %rcx, %rbx; test %esi, %esi; call *%rbx",
    "mov $hypercall_page + 32, %rbx; jmp 1f; nop; 1: call *%rbx",
    "push %rbp; mov %rsp, %rbp; movq $hypercall_page + 32, -8(%rbp); mov -8(%rbp), %rax; call *%rax",
    "mov $hypercall_page + 32, %rax; mov %rax, 8(%rsp); call *8(%rsp)",
    "push $hypercall_page + 32; ret", "call *slot(%rip)", "call *slot", "jmp *slot(%rip)",
    "mov slot(%rip), %rax; call *%rax", "mov slot, %rax; call __x86_indirect_thunk_rax",
    "lea hypercall_page + 32(%rip), %r11; call __llvm_retpoline_r11",
    "mov $hypercall_page + 32, %rbx; call local", "mov $hypercall_page + 32, %rbx; jmp local",
  ])
  func byAConstant(code: String) throws {
    let source = """
      f: nop; mov $1, %esi; mov %rsi, %rdi; xor %edx, %edx; \(code); ret
      g: ret
      __x86_indirect_thunk_rax: call 1f; 2: pause; lfence; jmp 2b; 1: mov %rax, (%rsp); ret
      __llvm_retpoline_r11: call 1f; 2: pause; lfence; jmp 2b; 1: mov %r11, (%rsp); ret
      local: call 1f; 2: pause; lfence; jmp 2b; 1: mov %rbx, (%rsp); ret
      """
    let slot = "slot: .quad hypercall_page + 32"
    #expect(try numbers(source, data: slot) == ["indirect 1 argumentUnset"])
  }

  @Test(arguments: [
    "mov $hypercall_page + 928, %eax; call *%eax", "call *slot", "mov slot, %eax; call *%eax",
    "mov slot, %ecx; jmp *%ecx", "push $hypercall_page + 928; ret",
  ])
  func of32Bits(code: String) throws {
    #expect(
      try numbers(
        "f: nop; push %ebx; mov $5, %ebx; xor %ecx, %ecx; \(code); pop %ebx; ret", bits: 32,
        data: "slot: .long hypercall_page + 928") == ["indirect 29"])
  }

  /// A table of entries, and what is added at run time.
  @Test(arguments: [
    "call *table(,%rax,8)", "mov table(,%rax,8), %rax; call *%rax",
    "shl $5, %eax; mov slot(%rip), %rcx; add %rax, %rcx; call *%rcx",
    "shl $5, %eax; add slot(%rip), %rax; call *%rax",
  ])
  func atRunTime(code: String) throws {
    let data = "slot: .quad hypercall_page\ntable: .quad hypercall_page, hypercall_page + 32"
    #expect(try numbers("f: nop; \(code); ret", data: data) == ["indirect ?"])
  }

  /// A register that a call of Xen destroyed, by an address from elsewhere.
  @Test func itDestroysWhatOthersDo() throws {
    let code = """
      f: nop; mov $hypercall_page + 544, %rbx; xor %edi, %edi; xor %esi, %esi; call *%rbx
      mov $5, %edi; call hypercall_page + 928; ret
      """
    #expect(try numbers(code) == ["indirect 17", "page 29 argumentLost"])
  }

  @Test func anEntrysMiddle() throws {
    #expect(
      try numbers("f: mov $hypercall_page + 36, %rax; call *%rax; ret") == [
        "indirect 1 middleOfEntry"
      ])
  }

  /// Overwritten before, called by something else, or data of a function.
  @Test(arguments: [
    "mov $hypercall_page + 32, %rax; mov %rcx, %rax; call *%rax",
    "mov $hypercall_page + 32, %rax; call g; call *%rax",
    "mov $hypercall_page + 32, %rax; call *%rcx",
    "mov $hypercall_page, %rdi; mov %rsi, %rcx; wrmsr",
  ])
  func isNone(code: String) throws { #expect(try numbers("f: nop; \(code); ret\ng: ret") == []) }
}

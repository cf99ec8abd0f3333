// SPDX-License-Identifier: Apache-2.0

import GuestCode
import Testing

/// What stands in the registers of a call's arguments, on every way to it.
@Suite struct ArgumentsTests {
  private func problems(_ code: String, bits: Int = 64) throws -> [HypercallSite.Problem] {
    let source = "f: " + code.replacing(/CALL(\d+)/) { "call hypercall_page + \($0.1) * 32" }
    return try Assembled.scan(source + "; ret", bits: bits).hypercalls.flatMap(\.problems)
  }

  private let set64 = "lea req(%rip), %rdi; mov $1, %esi; xor %edx, %edx"

  /// Set once before a loop, destroyed by the first call of it.
  @Test(arguments: ["dec %ebx; jne 1b", "test %rax, %rax; je 1b", "jmp 2f; nop; 2: jmp 1b"])
  func aLoopsCallLosesIt(back: String) throws {
    let code = "mov $0x7ff0, %r10d; 1: \(set64); CALL1; \(back)"
    #expect(try problems(code) == [.argumentLost(register: "r10", argument: "domain")])
    let right = "1: mov $0x7ff0, %r10d; \(set64); CALL1; \(back)"
    #expect(try problems(right) == [])
  }

  @Test func aLoopOfA32BitKernel() throws {
    let code = "mov $5, %ebx; 1: xor %ecx, %ecx; CALL29; test %eax, %eax; jne 1b"
    #expect(
      try problems(code, bits: 32) == [.argumentLost(register: "ebx", argument: "cmd")])
  }

  /// A branch on which it is not set, past a call.
  @Test func oneWayOfTwo() throws {
    let code = """
      mov $5, %edi; nop; call g; test %eax, %eax; je 1f; mov $2, %edi; 1: xor %esi, %esi; CALL29
      """
    #expect(try problems(code) == [.argumentLost(register: "rdi", argument: "cmd")])
    let right =
      "call g; test %eax, %eax; mov $5, %edi; je 1f; mov $2, %edi; 1: xor %esi, %esi; CALL29"
    #expect(try problems("nop; " + right) == [])
  }

  /// The first call of a function counts calls, unless it is one of Xen.
  @Test func theFirstCall() throws {
    #expect(
      try problems("CALL29; CALL29") == [
        .argumentLost(register: "rdi", argument: "cmd"),
        .argumentLost(register: "rsi", argument: "arg"),
      ])
    #expect(try problems("call __fentry__; CALL29") == [])
  }

  /// What changes a register, or may leave it, does not set it.
  @Test(arguments: ["cmovne %rcx, %r10", "add $1, %r10", "movzbl %r10b, %r10d"])
  func aChange(code: String) throws {
    #expect(
      try problems("\(set64); \(code); CALL26") == [
        .argumentUnset(register: "r10", argument: "domain")
      ])
    #expect(try problems("\(set64); mov $5, %r10d; \(code); CALL26") == [])
  }

  /// A call that does not come back: what follows it is reached from elsewhere.
  @Test func behindWhatDoesNotReturn() throws {
    let code = """
      mov $5, %edi; test %eax, %eax; jne 1f; call panic; 1: xor %esi, %esi; CALL29
      """
    #expect(try problems(code) == [])
  }

  /// No function of C gets anything in r10, or in ebx, esi and edi.
  @Test func neverSet() throws {
    #expect(
      try problems("mov $0x7ff0, %ecx; \(set64); CALL1") == [
        .argumentUnset(register: "r10", argument: "domain")
      ])
    #expect(
      try problems("mov 4(%esp), %ecx; CALL29", bits: 32) == [
        .argumentUnset(register: "ebx", argument: "cmd")
      ])
    #expect(try problems("mov %rcx, %r10; \(set64); CALL1") == [])
    #expect(try problems("push %ebx; mov %eax, %ebx; mov %edx, %ecx; CALL29", bits: 32) == [])
    // A label inside of a longer function.
    #expect(try problems("mov $0x7ff0, %r10d\n.globl inside\ninside: \(set64); CALL1") == [])
  }

  /// Behind what fills the room between functions of i386.
  @Test func neverSetBehindAFiller() throws {
    let source = """
      e: ret; .byte 0x8d, 0xb4, 0x26, 0, 0, 0, 0
      f: mov 4(%esp), %ecx; call hypercall_page + 29 * 32; ret
      """
    #expect(
      try Assembled.scan(source, bits: 32).hypercalls.flatMap(\.problems) == [
        .argumentUnset(register: "ebx", argument: "cmd")
      ])
  }

  /// A function that can be seen keeps what it does not write (-fipa-ra), and so do helpers.
  @Test func whatFunctionsKeep() throws {
    let leaf = "\ng: mov (%rax), %rcx; add $1, %rcx; ret"
    let code = "nop; mov $5, %edi; xor %esi, %esi; call g; CALL29; ret"
    #expect(try problems(code + leaf) == [])
    #expect(
      try problems(code + "\ng: mov (%rax), %rsi; ret") == [
        .argumentLost(register: "rsi", argument: "arg")
      ])
    #expect(try problems(code + "\ng: call h; ret").count == 2)
    #expect(
      try problems(
        code.replacing("call g", with: "call __get_user_4")
          + "\n__get_user_4: stac; mov (%rax), %edx; clac; ret") == [])
  }

  /// A trap among the code destroys what the page's stub does, and rcx and r11 beside.
  @Test(arguments: [
    ("mov $3, %ebx; mov $0x7ff0, %r10d; 1: mov $1, %eax; SET; syscall; dec %ebx; jne 1b", "r10"),
    (
      "mov $1, %eax; SET; mov $0x7ff0, %r10d; syscall; mov $1, %eax; mov $1, %esi; xor %edx, %edx"
        + "; mov $0x7ff0, %r10d; syscall", "rdi"
    ),
  ])
  func aTrapLosesIt(code: String, register: String) throws {
    let source = "nop; " + code.replacing("SET", with: set64)
    let name = register == "rdi" ? "req" : "domain"
    #expect(try problems(source) == [.argumentLost(register: register, argument: name)])
  }

  @Test(arguments: ["dec %edi; jne 1b", "loop 1b", "jecxz 2f; jmp 1b; 2:"])
  func aTrapOfA32BitKernelLosesIt(back: String) throws {
    let code = """
      mov $3, %edi; mov $1, %ecx; 1: mov $1, %eax; mov $req, %ebx; xor %edx, %edx
      mov $0x7ff0, %esi; int $0x82; \(back)
      """
    #expect(
      try problems("nop; " + code, bits: 32).contains(
        .argumentLost(register: "ecx", argument: "count")))
  }

  /// A call destroys the registers of its own arguments and no more.
  @Test func aCallKeepsWhatItDoesNotTake() throws {
    #expect(
      try problems(
        "nop; \(set64); mov $0x7ff0, %r10d; push %rdi; push %rsi"
          + "; mov $6, %edi; mov $0, %esi; CALL17; pop %rsi; pop %rdi; CALL1") == [])
    #expect(
      try problems(
        "nop; xor %edi, %edi; xor %esi, %esi; mov $17, %eax; syscall"
          + "; mov $29, %eax; mov $5, %edi; syscall") == [
          .argumentLost(register: "rsi", argument: "arg")
        ])
  }

  /// What stands between is followed: flags, ports, time, strings, and what 32-bit code has.
  @Test(arguments: [
    "cli; sti", "pushf; popf", "cld", "rdtsc", "mov %cr0, %rax", "lfence", "bt $3, %ecx",
  ])
  func overOtherInstructions(code: String) throws {
    #expect(
      try problems("nop; xor %edi, %edi; xor %esi, %esi; CALL17; \(code); mov $5, %edi; CALL29")
        == [
          .argumentLost(register: "rsi", argument: "arg")
        ])
  }

  /// A call with a prefix, as linkers make of one through the GOT.
  @Test func aCallWithAPrefix() throws {
    let source = "f: nop; \(set64); addr32 call hypercall_page + 32; ret"
    #expect(
      try Assembled.scan(source).hypercalls.map(\.problems) == [
        [.argumentUnset(register: "r10", argument: "domain")]
      ])
  }

  /// Arguments that are kept elsewhere over a call, and come back by an exchange.
  @Test(arguments: [
    "xchg %rbx, %rdi; xchg %r12, %rsi", "xchg %rdi, %rbx; xchg %r12, %rsi",
    "mov %rbx, %rax; xchg %rax, %rdi; xchg %rsi, %r12",
  ])
  func anExchange(code: String) throws {
    #expect(
      try problems("mov %rdi, %rbx; mov %rsi, %r12; CALL29; \(code); CALL29") == [])
  }

  /// An exchange of what is lost is none the better.
  @Test func anExchangeOfTwoThatAreLost() throws {
    #expect(try problems("nop; CALL29; xchg %rdi, %rsi; CALL29").count == 2)
  }

  /// A subroutine of assembly that sets arguments; what it does not set is lost all the same.
  @Test func aFunctionThatSetsThem() throws {
    let code = "mov $1, %edi; xor %esi, %esi; CALL29; call s; CALL29; ret\ns: "
    #expect(try problems(code + "xor %esi, %esi; mov $2, %edi; ret") == [])
    #expect(
      try problems(code + "mov $2, %edi; ret") == [
        .argumentLost(register: "rsi", argument: "arg")
      ])
  }

  /// One case of a switch that goes over a table.
  @Test(arguments: [64, 32]) func aCaseOfASwitch(bits: Int) throws {
    let (first, second, table, size) =
      bits == 64
      ? ("%edi", "%rsi", "jmp *t(, %rax, 8)", "quad")
      : ("%ebx", "%ecx", "jmp *t(, %eax, 4)", "long")
    func code(_ set: String) -> String {
      """
      f: nop; mov $1, \(first); mov $0, \(second); call hypercall_page + 29 * 32; cmp $2, %eax
      ja 9f; \(table); 1: mov $1, \(first); mov $0, \(second); jmp 5f; 2: mov $2, \(first); \(set)
      5: call hypercall_page + 29 * 32; 9: ret
      .section .rodata; t: .\(size) 1b, 2b, 9b; .text
      .balign 4096; .globl hypercall_page; hypercall_page: .skip 4096
      """
    }
    for make in [
      { (source: String) in try Assembled.object(source, bits: bits) },
      { (source: String) in try Assembled.linked(source, bits: bits) },
    ] {
      let wrong = try CodeScan(make(code("")), release: .standard)
      #expect(
        wrong.hypercalls.flatMap(\.problems) == [
          .argumentLost(register: bits == 64 ? "rsi" : "ecx", argument: "arg")
        ])
      let right = try CodeScan(make(code("mov $0, \(second)")), release: .standard)
      #expect(right.hypercalls.flatMap(\.problems) == [])
    }
  }

  /// What is pushed behind the call is what the call left.
  @Test func aPushOfWhatIsLost() throws {
    let set = "nop; mov $1, %edi; xor %esi, %esi; "
    let lost = [HypercallSite.Problem.argumentLost(register: "rsi", argument: "arg")]
    #expect(try problems(set + "CALL29; push %rsi; mov $1, %edi; pop %rsi; CALL29") == lost)
    #expect(
      try problems(set + "CALL29; push %rsi; push %rbx; mov $1, %edi; pop %rbx; pop %rsi; CALL29")
        == lost)
    #expect(try problems(set + "push %rsi; CALL29; mov $1, %edi; pop %rsi; CALL29") == [])
    #expect(try problems(set + "CALL29; push $0; mov $1, %edi; pop %rsi; CALL29") == [])
    #expect(try problems(set + "CALL29; push %rbx; mov $1, %edi; pop %rsi; CALL29") == [])
  }

  /// Through the global offset table, as position-independent code has it.
  @Test(arguments: [
    "call *hypercall_page@GOTPCREL(%rip)",
    "mov hypercall_page@GOTPCREL(%rip), %rax; call *%rax",
    "jmp *hypercall_page@GOTPCREL(%rip)",
  ]) func aCallThroughTheTable(call: String) throws {
    let source = "f: nop; xor %edi, %edi; \(call); ret"
    #expect(try Assembled.scan(source).hypercalls.map(\.number) == [0])
    let linked = try Assembled.linked(
      source + "; .balign 4096; .globl hypercall_page; hypercall_page: .skip 4096")
    #expect(try CodeScan(linked, release: .standard).hypercalls.map(\.number) == [0])
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

/// Which number a register holds at a call, by what stands before it.
@Suite struct NeighbourhoodTests {
  private func numbers(_ code: String, bits: Int = 64) throws -> [Int?] {
    let source = "f: " + code.replacing("CALL", with: "call __SCT__xen_hypercall") + "; ret"
    return try Assembled.scan(source, bits: bits).hypercalls.map(\.number)
  }

  @Test(arguments: [
    "mov $29, %eax; CALL", "mov $29, %r9d; mov %r9d, %eax; CALL",
    "mov $29, %ecx; mov %ecx, %r12d; mov %r12, %rax; xor %edx, %edx; CALL",
    "mov $29, %ebx; call g; mov %ebx, %eax; CALL",
    "mov $29, %r8d; mov %r8d, %r9d; xor %eax, %eax; rep stosl; mov %r9d, %eax; CALL",
    """
    push %rbx; mov $29, %ebx; jmp 2f; 1: call g
    2: mov %ebx, %eax; CALL; test %eax, %eax; jne 1b; ud2; pop %rbx
    """,
  ])
  func isFollowed(code: String) throws { #expect(try numbers(code) == [29]) }

  /// A function may have left anything in it.
  @Test(arguments: [
    "mov $29, %r9d; call g; mov %r9d, %eax; CALL", "mov $29, %eax; call g; CALL",
    "mov (%rdi), %eax; CALL", "mov $29, %eax; add %ecx, %eax; CALL",
    "mov $29, %r9d; jmp *%rdx; mov %r9d, %eax; CALL",
    "mov $29, %ebx; jmp 1f; mov $30, %ebx; jmp 1f; nop; 1: mov %ebx, %eax; CALL",
    "mov $29, %ebx; jmp 1f; 1: mov %ebx, %eax; CALL; add $1, %ebx",
    "mov $29, %ebx; jmp 1f; 1: mov %ebx, %eax; CALL; cpuid", "jmp 1f; 1: mov %ebx, %eax; CALL",
  ])
  func isLost(code: String) throws { #expect(try numbers(code) == [nil]) }

  /// A function of 32 bits keeps ebx, esi and edi; what sets a byte reads nothing.
  @Test func whatIsRightIsNoProblem() throws {
    let code = """
      f: nop; mov $5, %ebx; call g; lea 12(%esp), %ecx; call hypercall_page + 29 * 32
      test %eax, %eax; setg %cl; mov $1, %bh; movzbl %bh, %ebx; ret
      """
    #expect(try Assembled.scan(code, bits: 32).hypercalls.map(\.problems) == [[]])
    // ah is a part of eax, which holds the result.
    let half = "f: mov %eax, %ebx; call hypercall_page + 29 * 32; mov %ah, %dl; mov %ch, %al; ret"
    #expect(
      try Assembled.scan(half, bits: 32).hypercalls.map(\.problems) == [
        [.readAfter(register: "ecx")]
      ])
  }

  /// What pv_ops holds keeps more registers than functions do; a function may destroy any of these.
  @Test func whatASlotHoldsMayKeepAll() throws {
    let code = """
      f: nop; call *slot(%rip); call hypercall_page + 29 * 32; ret
      g: nop; call h; call hypercall_page + 29 * 32; ret
      """
    let problems = try Assembled.scan(code).hypercalls.map(\.problems)
    #expect(problems.map(\.isEmpty) == [true, false])
  }

  /// Guests in an HVM container call so; nobody answers their set_trap_table.
  @Test(arguments: [("vmcall", 64), ("vmmcall", 64), ("vmcall", 32)])
  func callsOfContainers(trap: String, bits: Int) throws {
    let scan = try Assembled.scan(
      "f: mov $6, %ebx; mov $17, %eax; \(trap); mov $0, %eax; \(trap)", bits: bits)
    #expect(scan.hypercalls.map(\.way.rawValue) == [trap, trap])
    #expect(scan.hypercalls.map(\.number) == [17, 0])
    #expect(scan.hypercalls.map(\.problems) == [[], [.unknownNumber(0)]])
    // To a PV guest they are errors.
    #expect(scan.count(.error) == 2)
  }

  /// Xen's call keeps more than a function does.
  @Test func callsOfXenKeepIt() throws {
    #expect(try numbers("mov $29, %r9d; mov %r9d, %eax; CALL; mov %r9d, %eax; CALL") == [29, 29])
    #expect(try numbers("mov $29, %edx; mov %edx, %eax; CALL; mov %edx, %eax; CALL") == [29, nil])
  }
}

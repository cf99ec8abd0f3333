// SPDX-License-Identifier: Apache-2.0

import Checks
import Testing

@Suite struct HypercallSitesTests {
  private func messages(_ code: String, bits: Int = 64) throws -> [String] {
    try findings(HypercallSites.self, code: code, bits: bits).map(\.message)
  }

  @Test func aRightCallIsNone() throws {
    #expect(
      try messages(
        """
        mov $6, %edi; xor %esi, %esi; call hypercall_page + 17 * 32; mov %rax, %rbx; ret
        .globl out
        out: jmp hypercall_page + 23 * 32
        .globl raw
        raw: mov $29, %eax; xor %edi, %edi; xor %esi, %esi; syscall; xor %ecx, %ecx; ret
        """) == [])
  }

  @Test func numbersThatXenLacks() throws {
    let words =
      "Xen has no hypercall 60 for this kind of guest and answers -ENOSYS; look up the number"
    #expect(try messages("call hypercall_page + 60 * 32; ret") == ["hypercall number 60: \(words)"])
    #expect(try messages("mov $60, %eax; int $0x82; ret", bits: 32).count == 1)
  }

  @Test func entriesHave32Bytes() throws {
    #expect(
      try messages("call hypercall_page + 29 * 32 + 4; ret").first?.contains("middle") == true)
  }

  @Test func iretIsJumpedTo() throws {
    #expect(try messages("call hypercall_page + 23 * 32").first?.contains("jump to it") == true)
  }

  @Test func anArgumentThatACallLeft() throws {
    let found = try messages(
      """
      nop; call other; mov $2, %edi; call hypercall_page + 29 * 32; ret
      .globl other
      other: ret
      """)
    #expect(found.count == 1)
    #expect(
      found.first?.contains("rsi, the argument arg, still holds what an earlier call left") == true)
  }

  @Test func aRegisterThatTheTrapDestroys() throws {
    let found = try messages(
      "mov $29, %eax; mov %rdx, %rcx; syscall; add %rcx, %rax; mov %r11, %rbx; ret")
    #expect(found.map { $0.contains("rcx is read afterwards") } == [true, false])
    #expect(found.last?.contains("r11 is read afterwards") == true)
    // The page's stub saves both.
    #expect(try messages("call hypercall_page + 29 * 32; add %rcx, %rax; ret") == [])
  }

  @Test func anArgumentThatIsReadAfterwards() throws {
    let found = try messages("call hypercall_page + 29 * 32; mov (%rsi), %rax; ret")
    #expect(found.count == 1)
    #expect(found.first?.contains("rsi is read afterwards") == true)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import Testing

@Suite struct FloatingPointTests {
  @Test func ordinaryFunctions() throws {
    let code = """
      push %rbx; pxor %xmm0, %xmm0; movups %xmm0, (%rdi); movups %xmm0, 16(%rdi); pop %rbx; ret
      .globl copy
      copy: fildll (%rdi); fistpll (%rsi); mov %rdi, %rax; ret
      """
    let found = try findings(FloatingPoint.self, code: code)
    #expect(found.map(\.place.symbol) == ["start", "copy"])
    #expect(found.map(\.severity) == [.error, .error])
    #expect(found.first?.message.hasPrefix("3 instructions: ") == true)
  }

  @Test func codeWithoutIsNone() throws {
    #expect(
      try findings(FloatingPoint.self, code: "movnti %rax, (%rdi); prefetcht0 (%rsi); ret").isEmpty)
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

/// The number is known at run time only, but that Xen is called is not.
@Suite struct IndirectCallsTests {
  private func ways(_ code: String, bits: Int = 64) throws -> [String] {
    let scan = try CodeScan(
      Assembled.linked(
        """
        .globl f
        \(code)
        .balign 4096, 0xcc
        .globl hypercall_page
        hypercall_page: .fill 4096, 1, 0xcc
        """, bits: bits), release: .standard)
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
}

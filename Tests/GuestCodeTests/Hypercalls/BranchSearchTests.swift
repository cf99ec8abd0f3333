// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

@Suite struct BranchSearchTests {
  /// Wherever a call stands, up to the last byte of the section, and to whatever entry.
  @Test func noPlaceIsMissed() throws {
    let entries = [0, 1, 17, 127]
    let calls = (0..<101).map { index in
      "call hypercall_page + \(32 * entries[index % 4])" + (index < 100 ? "; nop" : "")
    }
    let code = ".globl f, hypercall_page\n.balign 4096\nhypercall_page: .fill 4096, 1, 0xcc\n"
    let scan = try CodeScan(
      Assembled.linked(code + "f: " + calls.joined(separator: "\n")), release: .standard)
    #expect(scan.hypercalls.map(\.offset) == (0..<101).map { 4096 + 6 * $0 })
    #expect(scan.hypercalls.map(\.number) == (0..<101).map { entries[$0 % 4] })
  }

  /// What leads right before the page, or right behind it, does not lead into it.
  @Test func theEndsOfThePageAreExact() throws {
    let code = """
      .globl f, hypercall_page
      f: call hypercall_page - 1; call hypercall_page; call hypercall_page + 4095
      call hypercall_page + 4096
      .balign 4096, 0xcc
      hypercall_page: .fill 4096, 1, 0xcc
      """
    let scan = try CodeScan(Assembled.linked(code), release: .standard)
    #expect(scan.hypercalls.map(\.offset) == [5, 10])
  }
}

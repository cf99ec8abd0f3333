// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

@Suite struct HypercallGatesTests {
  private func ways(_ code: String) throws -> [String] {
    let scan = try CodeScan(Assembled.linked(".globl f\n" + code), release: .standard)
    return scan.hypercalls.map { "\($0.way.rawValue) \($0.offset)" }
  }

  /// A static call's trampoline stands apart from the functions that it leads to.
  @Test func theyMayLieFarApart() throws {
    let code = """
      f: call xen_hypercall_pv; call __SCT__xen_hypercall; call hypercall_page; call g; ret
      .fill 1 << 20, 1, 0xcc
      .globl __SCT__xen_hypercall, xen_hypercall_pv
      .type __SCT__xen_hypercall, @function
      __SCT__xen_hypercall: jmp xen_hypercall_pv
      .size __SCT__xen_hypercall, 5
      g: ret
      .fill 1 << 18, 1, 0xcc
      .type xen_hypercall_pv, @function
      xen_hypercall_pv: syscall; ret
      .size xen_hypercall_pv, 3
      .balign 4096, 0xcc
      .globl hypercall_page
      hypercall_page: .fill 4096, 1, 0xcc
      """
    #expect(try ways(code) == ["function 0", "function 5", "page 10"])
  }

  @Test func whatClaimsMoreThanAnAddressSpaceIsNone() throws {
    let huge = "0xa000000000000001"
    let code = """
      f: call xen_hypercall_pv; ret
      .globl xen_hypercall_pv, pv_ops, xen_cpu_ops
      xen_hypercall_pv: ret
      .size xen_hypercall_pv, \(huge)
      .data
      pv_ops: .quad f
      .size pv_ops, \(huge)
      xen_cpu_ops: .quad f
      .size xen_cpu_ops, \(huge)
      """
    #expect(try ways(code) == [])
    let absolute = """
      f: call xen_hypercall_pv; ret
      .globl xen_hypercall_pv
      xen_hypercall_pv = 16
      .size xen_hypercall_pv, \(huge)
      """
    #expect(try Assembled.scan(absolute).hypercalls.isEmpty)
  }
}

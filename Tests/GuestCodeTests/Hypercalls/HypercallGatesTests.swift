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

  /// The string has the number of the page, counted from VIRT_BASE; loaders read it only of kernels
  /// without notes.
  @Test(arguments: [
    ("VIRT_BASE=0xffffffff80000000,HYPERCALL_PAGE=0x1001", true),
    ("HYPERCALL_PAGE=0x1001,VIRT_BASE=0xffffffff80000000", true),
    ("VIRT_BASE=0xffffffff80000000,HYPERCALL_PAGE=4097", true),
    ("VIRT_BASE=0xffffffff80000000,HYPERCALL_PAGE=0x1003", false),
    ("VIRT_BASE=0xffffffff80000000", false),
  ]) func thePageOfTheLegacyString(_ keys: String, _ isFound: Bool) throws {
    let code = """
      f: call page + 29 * 32; ret
      .balign 4096, 0xcc
      page: .fill 4096, 1, 0xcc
      .section __xen_guest, "", @progbits
      .asciz "XEN_VER=xen-3.0,\(keys)"

      """
    #expect(try ways(code) == (isFound ? ["page 0"] : []))
    let note = """
      .section .note.Xen, "a", @note
      .balign 4; .long 4, 2f - 1f, 5; .asciz "Xen"; 1: .asciz "xen-3.0"; 2: .balign 4
      """
    #expect(try ways(code + note) == [])
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

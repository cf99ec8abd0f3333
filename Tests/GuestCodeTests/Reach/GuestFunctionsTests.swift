// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

/// A kernel that knows Xen, and where it is surely run as a guest.
@Suite struct GuestFunctionsTests {
  private func errors(_ code: String) throws -> [String] {
    let scan = try CodeScan(
      Assembled.linked(
        """
        .globl f
        f: call *pv_ops(%rip); ret
        \(code)
        .data
        .globl pv_ops
        .type pv_ops, @object
        .size pv_ops, 8
        pv_ops: .quad 0
        """), release: .standard)
    #expect(scan.isParavirtual)
    #expect(scan.sites.allSatisfy { [.guest, .undecided].contains($0.reach) })
    return scan.sites.filter { $0.severity == .error }.compactMap { scan.symbol(of: $0)?.name }
  }

  private static let note = """
    .section .note.Xen, "a", @note
    .balign 4; .long 4, 8, 1; .asciz "Xen"; .quad entry
    .text

    """

  @Test func functionsOfXensName() throws {
    #expect(try errors("xen_f: cli; ret\nxen_hvm_f: cli; ret\ng: cli; ret") == ["xen_f"])
  }

  @Test func thoseOfAGuestInAContainerAlone() throws {
    let notes = Self.note.replacing(".long 4, 8, 1", with: ".long 4, 8, 18")
    #expect(try errors("entry: ret\nxen_f: cli; ret\n" + notes) == [])
    #expect(try errors("entry: ret\nxen_f: cli; ret\n" + Self.note) == ["xen_f"])
  }

  /// From the entry on, up to what depends on something.
  @Test func whatTheEntryCalls() throws {
    let code = """
      entry: test %eax, %eax; je 1f; call g; 1: jmp h
      g: cli; test %eax, %eax; je 1f; sti; call i; 1: ret
      h: call j; ret; hlt
      i: hlt; ret
      j: swapgs; ret
      k: lgdt (%rax); ret

      """
    // sti stands behind a choice, and i is called behind it.
    #expect(try errors(code + Self.note) == ["g", "j"])
  }

  @Test func whatXenPutsIntoPvOps() throws {
    let tables = """
      .section .init.data, "aw"
      .type xen_irq_ops, @object
      .size xen_irq_ops, 16
      xen_irq_ops: .quad g, 0
      .text

      """
    #expect(try errors("g: test %eax, %eax; je 1f; cli; 1: ret\nh: cli; ret\n" + tables) == ["g"])
  }

  /// Nobody but a PV guest may call update_va_mapping.
  @Test func whatMakesACallOfPVGuests() throws {
    let code = "g: mov $14, %eax; syscall; cli; ret\nh: mov $17, %eax; syscall; cli; ret"
    #expect(try errors(code) == ["g"])
  }
}

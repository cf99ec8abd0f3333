// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// What a guest's kernel finds on its stack after an exception or a software interrupt: the vector,
/// the error code, and how far rip is behind the start of the instruction.
///
/// Debian's Xen 4.17 gives the same lines (`pvkit boot` with the guest that is built here), but for
/// the closed and open gates other than 3, 4 and 128: QEMU 7.2 without KVM reports twice the number
/// of the gate in the error code, so that Xen looks at another one. It also reports an absent stack of
/// an iretq as vector 11, and a stack at no address as 13, where the processor manual has 12.
@Suite struct ExceptionTests {
  @Test func eachHasItsVectorAndItsErrorCode() throws {
    let run = try BuiltGuest.run(BuiltGuest.exceptions.get())
    #expect(run.outcome == .shutdown(reason: "poweroff"), "\(run.console)")
    let lines = run.console.split(separator: "\n").map(String.init)
    let expected = [
      "halts: 13, error 0, at 0", "undefined: 6, at 0",
      // A selector, without the ring that it asks for.
      "empty: 13, error 120, at 0", "absent: 11, error 8, at 0", "absent_stack: 12, error 8, at 0",
      // Gates that are open to every ring, whatever the guest's table says.
      "breakpoint: 3, at 1", "long_breakpoint: 3, at 2", "overflow: 4, at 2",
      // Closed gates: the number of the gate, and the bit of the IDT.
      "closed_6: 13, error 32, at 0", "closed_13: 13, error 6a, at 0",
      "closed_130: 13, error 412, at 0",
      // Open gates push no error code, even with the vector of an exception that has one.
      "open_12: 12, at 2", "open_14: 14, at 2", "syscall_128: 128, at 2", "ring_1_129: 129, at 2",
      "undefined: 6, at 0", "halts: 13, error 0, at 0",
      // What Xen's own iretq refuses is an exception at the place that it was to return to.
      "returns: nothing", "to_no_code: 13, error 7ffc, at 0", "to_null: 13, error 0, at 0",
      "to_data: 13, error e028, at 0", "to_code_as_stack: 13, error e030, at 0",
      "to_null_stack: 13, error 0, at 0", "to_absent_stack: 12, error 8, at 0",
      "to_nowhere: 13, error 0, at -140737488355328",
      // An address that is none has no page fault.
      "nowhere: 13, error 0, at 0", "nowhere_on_stack: 12, error 0, at 0",
      "nowhere_by_fs: 13, error 0, at 0",
      // Ports and the interrupt flag need a virtual IOPL.
      "port_read: 13, error 0, at 0", "port_write: 13, error 0, at 0",
      "port_string: 13, error 0, at 0", "interrupts_off: 13, error 0, at 0",
      // The local table holds for the next load of a selector, whenever it is changed.
      "local: 11, error c, at 0", "local: nothing", "local: 13, error c, at 0",
      "nothing after ports: 0", "port_read: nothing", "port_write: nothing",
      "interrupts_off: nothing", "note after ports: 2",
      "note: iret in a list gives dead, the next call 77", "note: a list in a list gives -22",
      // syscall loads the flat segments.
      "note: code after a call is e033",
      "note: debug registers ffff0ff0 and 400",
    ]
    #expect(lines.filter { $0.contains(", at ") || $0.contains("no") } == expected)
  }

  /// Before 4.9, the calls after an iret in a list were made, and the result of the list was its own
  /// (XSA-213). Before 4.12, a vCPU began with debug registers of 0.
  @Test func olderReleasesGoOnAfterAnIretInAList() throws {
    let run = try BuiltGuest.run(BuiltGuest.exceptions.get()) { $0.release = XenRelease(4, 8) }
    let lines = run.console.split(separator: "\n").map(String.init)
    #expect(lines.contains("note: iret in a list gives 0, the next call 262152"), "\(lines)")
    #expect(lines.contains("note: debug registers 0 and 0"), "\(lines)")
  }
}

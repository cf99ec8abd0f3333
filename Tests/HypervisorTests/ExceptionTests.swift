// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Testing

@testable import Hypervisor

/// What a guest's kernel finds on its stack after an exception or a software interrupt: the vector,
/// the error code, and how far rip is behind the start of the instruction. Debian's Xen 4.17 gives
/// the same lines (`pvkit boot` with the guest that is built here).
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
    ]
    #expect(lines.filter { $0.contains(", at ") || $0.contains("no") } == expected)
  }

  #if UNICORN
    /// A field is only taken for found if one place can be meant.
    @Test func aFieldHasOnePlace() throws {
      let before: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]
      var after = before
      after[4] = 7
      let place = try UnicornContext.place(ofChange: (UInt32?(1), 7), in: (before, after), "it")
      #expect(place == 4)
      after[8] = 7
      #expect(
        try UnicornContext.place(ofChange: (UInt32?(1), 7), in: (before, after), "it") == 4)
      let error = #expect(throws: ProcessorError.self) {
        try UnicornContext.place(ofChange: (UInt32?.none, 7), in: (before, after), "it")
      }
      #expect(error?.description == "Unicorn: cannot tell where it keeps it (2 places)")
    }
  #endif
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The test guest's code: HYPERVISOR_console_io(write), then HYPERVISOR_sched_op(shutdown), each
/// by a `syscall` of its own, which is all that a PV64 hypercall page does.
enum TestCode {
  static let bytes: [UInt8] = {
    let text = Array((TestGuest.marker + "\n").utf8)
    let printing = hypercall(
      18, [0xbf] + number(0) + [0xbe] + number(UInt32(text.count)), pointer: 0x15)
    let stopping = hypercall(29, [0xbf] + number(2), pointer: 0x35)
    let loop: [UInt8] = [0xeb, 0xfe]
    // The strings' place depends on the code's size, which does not depend on the place.
    let size = printing(0).count + stopping(0).count + loop.count
    let code = printing(size)
    return code + stopping(size + text.count - code.count) + loop + text + number(0)
  }()

  /// `mov eax, number`, the arguments, `lea` of the last into rdx (0x15) or rsi (0x35), syscall.
  /// Takes the pointer's distance from the start of this call.
  private static func hypercall(
    _ number: UInt32, _ arguments: [UInt8], pointer: UInt8
  ) -> (Int) -> [UInt8] {
    { target in
      let before = [0xb8] + TestCode.number(number) + arguments + [0x48, 0x8d, pointer]
      let distance = Int32(target - before.count - 4)
      return before + TestCode.number(UInt32(bitPattern: distance)) + [0x0f, 0x05]
    }
  }

  private static func number(_ value: UInt32) -> [UInt8] {
    TestNote.number(UInt64(value), size: 4)
  }
}

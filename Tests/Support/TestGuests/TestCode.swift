// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The code of the test guest: HYPERVISOR_console_io(write), then HYPERVISOR_sched_op(shutdown).
/// Each is a `syscall` of its own, like the stubs of a PV64 hypercall page.
enum TestCode {
  static let bytes: [UInt8] = {
    let text = Array((TestGuest.marker + "\n").utf8)
    let printing = hypercall(
      18, [0xbf] + number(0) + [0xbe] + number(UInt32(text.count)), pointer: 0x15)
    let stopping = hypercall(29, [0xbf] + number(2), pointer: 0x35)
    let loop: [UInt8] = [0xeb, 0xfe]
    // The place of the strings depends on the size of the code, which does not depend on that
    // place.
    let size = printing(0).count + stopping(0).count + loop.count
    let code = printing(size)
    return code + stopping(size + text.count - code.count) + loop + text + number(0)
  }()

  /// `mov eax, number`, the arguments, `lea` of the last argument into rdx (0x15) or rsi (0x35),
  /// and syscall. The returned function takes the distance of the pointer from the start of this
  /// code.
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

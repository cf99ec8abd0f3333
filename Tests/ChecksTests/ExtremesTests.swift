// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Sizes, offsets and addresses at their extremes: every sum in rules and loaders wraps or is
/// refused, none traps.
@Suite struct ExtremesTests {
  private static let extremes: [UInt64] = [
    0, 1, 0x7fff_ffff_ffff_ffff, 1 << 63, 1 << 47, .max, .max - 0xff, .max - 0xfff,
    0xffff_8000_0000_0000, 0xffff_ffff_0000_0000, TestGuest.base, 0 &- TestGuest.base,
  ]

  /// Every 8 bytes of the ELF header and the program headers, alone, and with all bits set behind
  /// them.
  @Test(arguments: extremes) func numbersOfAHeader(value: UInt64) {
    var guest = TestGuest()
    guest.set(TestNote(.hypercallPage, TestGuest.base + TestGuest.start + 0x1000))
    guest.set(TestNote(.phys32Entry, TestGuest.start))
    let image = guest.build()
    for place in stride(from: 24, to: image.segments.upperBound - 16, by: 8) {
      for other in [nil, UInt64.max] {
        var damaged = image
        damaged.patch(place, value)
        if let other { damaged.patch(place + 8, other) }
        let messages = judge(damaged.bytes).map(\.message)
        #expect(messages.allSatisfy { !$0.isEmpty && !$0.contains("\n") })
      }
    }
  }

  private func judge(_ bytes: [UInt8]) -> [Finding] {
    let image = GuestImage(name: "test", file: Bytes(bytes))
    let target = Target(pv32: true)
    let verdicts = Loaders.verdicts(
      on: image, modes: GuestMode.kernels, roles: DomainRole.allCases, target: target)
    return Rules.findings(Subject(image: image, target: target, verdicts: verdicts))
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage
import Loaders
import TestGuests
import Testing

/// Layouts that reach the last address: the arithmetic wraps as the hypervisor's does.
@Suite struct Dom0LayoutTests {
  /// From 24 MiB below the last address to behind it, in steps of a page.
  @Test func aKernelUpToTheLastAddressIsRefused() {
    let room = 0 &- (TestGuest.base &+ TestGuest.start)
    for size in stride(from: room - 24 << 20, through: room + 1 << 20, by: 0x1000) {
      var guest = TestGuest()
      guest.segments[0].memorySize = size
      let image = GuestImage(name: "test", file: Bytes(guest.build().bytes))
      let verdicts = Loaders.verdicts(on: image, modes: [.pv], roles: [.dom0], target: Target())
      #expect(verdicts.map(\.accepts) == [false])
    }
  }
}

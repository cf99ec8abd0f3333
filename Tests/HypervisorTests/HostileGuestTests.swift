// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Hypervisor
import Testing

/// A guest that does anything at all ends in some way that a guest can end, within its time.
@Suite struct HostileGuestTests {
  @Test(arguments: [1, 2, 3, 5, 8]) func randomCallsEnd(seed: Int) throws {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "20 \(seed)") { $0.limit = 2_000_000_000 }
    #expect(run.findings.count <= 256)
  }

  @Test(arguments: [1, 2, 3, 5, 8]) func randomCodeEnds(seed: Int) throws {
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "21 \(seed)") { $0.limit = 1_000_000_000 }
    #expect(run.findings.count <= 256)
  }
}

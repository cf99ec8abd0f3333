// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Hypervisor
import Testing

/// A guest that does anything at all ends in some way that a guest can end, within its time.
@Suite struct HostileGuestTests {
  @Test(arguments: [1, 2, 3, 5, 8]) func randomCallsEnd(seed: Int) throws {
    try BuiltGuest.seeded(20, seed: seed) { path in
      let run = try BuiltGuest.run(path) { $0.limit = 2_000_000_000 }
      #expect(run.findings.count <= 256)
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8]) func randomCodeEnds(seed: Int) throws {
    try BuiltGuest.seeded(21, seed: seed) { path in
      let run = try BuiltGuest.run(path) { $0.limit = 1_000_000_000 }
      #expect(run.findings.count <= 256)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import KernelProof

@Suite struct MultiprocessorBootTests {
  /// The PV shim starts no vCPU that did not run from the start, and other hypervisors do.
  @Test func startsAllOnTheShim() throws {
    let most = try #require(MultiprocessorBoot.orders.max())
    #expect(MultiprocessorBoot.first(.shim) == most)
    #expect(MultiprocessorBoot.first(.domU) < most)
    #expect(MultiprocessorBoot.counts(.shim) == [2])
    #expect(MultiprocessorBoot.counts(.domU) == [2, 4])
  }
}

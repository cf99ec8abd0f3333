// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@Suite struct InterfaceGateTests {
  @Test func areSortedAndWithinWhatHeadersOffer() throws {
    let values = InterfaceGate.all.map(\.value)
    #expect(values == values.sorted())
    let newest = try #require(InterfaceVersion.latest.last?.value)
    #expect(values.allSatisfy { $0 <= newest })
    #expect(values.last == newest)
  }
}

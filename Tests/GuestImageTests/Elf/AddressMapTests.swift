// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestImage

@Suite struct AddressMapTests {
  /// As a search through the list has it.
  @Test func theFirstOfTheListCounts() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let ranges = (0..<Int.random(in: 0...12, using: &random)).map { _ -> ClosedRange<UInt64>? in
        let start = UInt64.random(in: 0...40, using: &random)
        return ClosedRange(from: start, count: UInt64.random(in: 0...12, using: &random))
      }
      let map = AddressMap(ranges)
      for address in UInt64(0)...60 {
        #expect(map.first(at: address) == ranges.firstIndex { $0?.contains(address) ?? false })
      }
    }
  }

  @Test func theLastAddress() {
    let map = AddressMap([
      ClosedRange(from: .max - 4, count: 100), ClosedRange(from: 0, count: .max),
    ])
    #expect(map.first(at: .max) == 0)
    #expect(map.first(at: .max - 5) == 1)
  }

  @Test func manyRangesOverTheSameAddresses() {
    let ranges = (0..<65_536).map { ClosedRange(from: UInt64($0), count: 1 << 40) }
    let time = CPUTime.spent {
      let map = AddressMap(ranges)
      for address in 0..<65_536 { #expect(map.first(at: UInt64(address)) == 0 || address > 0) }
    }
    #expect(time < 20)
  }
}

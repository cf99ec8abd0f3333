// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

@Suite struct BytesTests {
  let bytes = Bytes([1, 2, 3, 0, 5])

  @Test func slicesInsideOnly() {
    #expect(bytes.slice(at: 1, count: 2)?.array == [2, 3])
    #expect(bytes.slice(at: 5, count: 0)?.array == [])
    #expect(bytes.slice(at: 5, count: 1) == nil)
    #expect(bytes.slice(at: 6, count: 0) == nil)
    #expect(bytes.slice(at: UInt64.max, count: 1) == nil)
    #expect(bytes.slice(at: 1, count: UInt64.max) == nil)
    #expect(bytes.suffix(from: 6) == nil)
  }

  @Test func integersInEitherOrder() {
    #expect(bytes.integer(at: 0, as: UInt32.self) == 0x0003_0201)
    #expect(bytes.integer(at: 1, as: UInt16.self, bigEndian: true) == 0x0203)
    #expect(bytes.integer(at: 2, as: UInt32.self) == nil)
    #expect(bytes.integer(at: UInt64.max - 1, as: UInt32.self) == nil)
  }

  @Test func stringsEndAtNulOrLimit() {
    #expect(bytes.string(at: 0) == [1, 2, 3])
    #expect(bytes.string(at: 4) == [5])
    #expect(bytes.string(at: 9) == [])
    #expect(Bytes(Array("abc".utf8)).string(at: 1, most: 1) == "b")
  }

  @Test func subscriptIsNilOutside() {
    #expect(bytes[4] == 5)
    #expect(bytes[5] == nil)
    #expect(bytes[-1] == nil)
  }
}

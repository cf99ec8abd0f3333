// SPDX-License-Identifier: Apache-2.0

/// Bytes put together field by field.
struct ByteWriter {
  var bytes: [UInt8] = []
  var isBigEndian = false

  mutating func put<T: FixedWidthInteger>(_ number: T) {
    let ordered = isBigEndian ? number.bigEndian : number.littleEndian
    withUnsafeBytes(of: ordered) { bytes += $0 }
  }

  mutating func put<T: FixedWidthInteger>(_ numbers: [T]) {
    for number in numbers { put(number) }
  }

  mutating func put(_ more: [UInt8]) { bytes += more }

  mutating func pad(to count: Int) {
    bytes += [UInt8](repeating: 0, count: max(0, count - bytes.count))
  }

  mutating func align(_ size: Int) { pad(to: (bytes.count + size - 1) / size * size) }
}

extension Array where Element == UInt8 {
  /// Writes `number`, little-endian, over the bytes at `offset`.
  mutating func set<T: FixedWidthInteger>(_ number: T, at offset: Int) {
    Swift.withUnsafeBytes(of: number.littleEndian) { raw in
      for (index, byte) in raw.enumerated() { self[offset + index] = byte }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// Remembers names by their address, so that a name that occurs in every unit is only processed
/// once. A name is forgotten when another one takes its slot.
struct RecentNames {
  private static let bits = 16

  private var slots = [UInt](repeating: 0, count: 1 << bits)

  /// - Parameters:
  ///   - name: the address of the name.
  ///   - isOther: whether it is of a second kind, which is kept apart.
  func contains(_ name: UnsafePointer<CChar>, _ isOther: Bool = false) -> Bool {
    let key = Self.key(name, isOther)
    return slots[Self.slot(key)] == key
  }

  mutating func insert(_ name: UnsafePointer<CChar>, _ isOther: Bool = false) {
    let key = Self.key(name, isOther)
    slots[Self.slot(key)] = key
  }

  private static func key(_ name: UnsafePointer<CChar>, _ isOther: Bool) -> UInt {
    UInt(bitPattern: name) << 1 | (isOther ? 1 : 0)
  }

  /// The upper bits of the product with 2^64 divided by the golden ratio.
  private static func slot(_ key: UInt) -> Int {
    Int((key &* 0x9e37_79b9_7f4a_7c15) >> UInt(UInt.bitWidth - bits))
  }
}

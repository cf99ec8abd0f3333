// SPDX-License-Identifier: Apache-2.0

/// Names that are looked for among many, without making a String of each.
struct BtfNames {
  private let names: [[UInt8]]
  /// Indices into `names` by hash, 0xffff for none; a power of two of them.
  private var slots: [UInt16]
  /// The first two bytes of each, as bits: most others are told apart by them.
  private var starts = [UInt64](repeating: 0, count: 1 << 10)
  /// In bytes; what is longer is none of them, and is not read to its end.
  private let longest: Int

  /// The first 60,000 names; nobody asks for as many.
  init(_ wanted: Set<String>) {
    names = wanted.prefix(60_000).map { Array($0.utf8) }
    longest = names.reduce(0) { max($0, $1.count) }
    var count = 64
    while count < names.count * 4 { count *= 2 }
    slots = Array(repeating: 0xffff, count: count)
    for (index, name) in names.enumerated() {
      var slot = Self.hash(name) & (count - 1)
      while slots[slot] != 0xffff { slot = (slot + 1) & (count - 1) }
      slots[slot] = UInt16(index)
      let start = Self.start(name.first ?? 0, name.dropFirst().first ?? 0)
      starts[start >> 6] |= 1 << UInt64(start & 63)
    }
  }

  /// The wanted name that stands at `offset` up to a NUL; nil for any other.
  ///
  /// - Parameter strings: their last byte is a NUL.
  func match(_ strings: UnsafeRawBufferPointer, at offset: Int) -> String? {
    guard offset > 0, offset < strings.count else { return nil }
    let start = Self.start(strings[offset], offset + 1 < strings.count ? strings[offset + 1] : 0)
    guard starts[start >> 6] & 1 << UInt64(start & 63) != 0 else { return nil }
    let text = UnsafeRawBufferPointer(rebasing: strings[offset...].prefix(longest + 1))
    var slot = Self.hash(text) & (slots.count - 1)
    while slots[slot] != 0xffff {
      let name = names[Int(slots[slot])]
      if text.count > name.count, text[name.count] == 0, text.starts(with: name) {
        return String(decoding: name, as: UTF8.self)
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private static func start(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) << 8 | Int(second)
  }

  /// FNV-1a over what stands before a NUL.
  private static func hash(_ bytes: some Collection<UInt8>) -> Int {
    var hash: UInt32 = 0x811c_9dc5
    for byte in bytes {
      if byte == 0 { break }
      hash = (hash ^ UInt32(byte)) &* 0x0100_0193
    }
    return Int(hash ^ hash >> 15)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// A set of wanted names that finds them among many strings without creating a String of each.
struct BtfNames {
  private let names: [[UInt8]]
  /// A hash table of indices into `names`, with 0xffff for an empty slot. Its size is a power of
  /// two.
  private var slots: [UInt16]
  /// A bit for each pair of first two bytes, which rules out most other strings.
  private var starts = [UInt64](repeating: 0, count: 1 << 10)
  /// The length of the longest name in bytes; longer strings are not read to their end.
  private let longest: Int

  /// - Parameter wanted: the names; only the first 60,000 are used.
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

  /// The wanted name at `offset`; nil if the string there is another one.
  ///
  /// - Parameters:
  ///   - strings: the string table; its last byte is a NUL.
  ///   - offset: in the table.
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

  /// FNV-1a of the bytes before a NUL.
  private static func hash(_ bytes: some Collection<UInt8>) -> Int {
    var hash: UInt32 = 0x811c_9dc5
    for byte in bytes {
      if byte == 0 { break }
      hash = (hash ^ UInt32(byte)) &* 0x0100_0193
    }
    return Int(hash ^ hash >> 15)
  }
}

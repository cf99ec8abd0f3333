// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// kallsyms_token_table: 256 strings, of which the one with code 0x30 is "0".
struct TokenTable {
  let start: Int
  /// The end of kallsyms_token_index, which follows.
  let end: Int
  let tokens: [[UInt8]]

  /// - Parameter digits: the offset of the token "0".
  init?(_ bytes: Bytes, digits: Int) {
    guard let first = Self.first(bytes, digits) else { return nil }
    var tokens: [[UInt8]] = []
    var at = first.upperBound + 1
    while tokens.count < 255, at < bytes.count {
      let token = bytes.slice(at: UInt64(at), count: UInt64(min(Self.longest, bytes.count - at)))?
        .string()
      guard let token, !token.isEmpty, token.count < Self.longest else { return nil }
      tokens.append(token)
      at += token.count + 1
    }
    guard tokens.count == 255,
      let (index, length) = Self.index(bytes, from: at, tokens, first: 1...first.count)
    else { return nil }
    start = first.upperBound - length
    let token = bytes.slice(at: UInt64(start), count: UInt64(length))?.array ?? []
    self.tokens = [token] + tokens
    end = index + 512
  }

  /// A token with its NUL has at most this many bytes.
  private static let longest = 128

  /// Where the first token can be, 48 tokens before the digits. Nothing marks its start: it may
  /// follow bytes of another table.
  private static func first(_ bytes: Bytes, _ digits: Int) -> Range<Int>? {
    bytes.withUnsafeBytes { raw in
      var (at, end) = (digits, digits)
      for _ in 0..<0x30 {
        end = at - 1
        guard end > 0, raw[end] == 0 else { return nil }
        at = end
        while at > 0, end - at < longest - 1, raw[at - 1] != 0 { at -= 1 }
        guard end > at else { return nil }
      }
      return at..<end
    }
  }

  /// Finds kallsyms_token_index, which follows and has the offset of each token.
  ///
  /// - Returns: its offset, and the length of the first token, by the second one's offset.
  private static func index(
    _ bytes: Bytes, from end: Int, _ tokens: [[UInt8]], first: ClosedRange<Int>
  ) -> (offset: Int, first: Int)? {
    let begins = tokens.dropLast().reduce(into: [0]) { $0.append($0.last! + $1.count + 1) }
    func entry(_ at: Int, _ number: Int) -> Int? {
      bytes.integer(at: UInt64(at + 2 * number), as: UInt16.self).map { Int($0) }
    }
    for at in end..<end + 16 where entry(at, 0) == 0 {
      guard let second = entry(at, 1), first.contains(second - 1) else { continue }
      let fits = begins.enumerated().allSatisfy { entry(at, $0 + 1) == second + $1 }
      if fits { return (at, second - 1) }
    }
    return nil
  }
}

/// kallsyms_markers: the offset of every 256th name.
struct MarkerTable {
  let start: Int
  let markers: [Int]

  /// The most bytes between two markers: 256 names of at most 128 tokens.
  private static let longest = 256 * 130

  /// Searches backwards for the marker 0, which ascending numbers of 4 or 8 bytes follow.
  init?(_ bytes: Bytes, before end: Int, _ budget: inout SearchBudget) {
    for stride in [4, 8] {
      var at = end / stride * stride - stride
      let limit = max(0, end - (1 << 22))
      while at >= limit, budget.spend() {
        if bytes.integer(at: UInt64(at), as: UInt32.self) == 0,
          let markers = Self.read(bytes, at, end, stride, &budget)
        {
          start = at
          self.markers = markers
          return
        }
        at -= stride
      }
    }
    return nil
  }

  private static func read(
    _ bytes: Bytes, _ start: Int, _ end: Int, _ stride: Int, _ budget: inout SearchBudget
  ) -> [Int]? {
    var markers = [0]
    var at = start + stride
    while at < end, budget.spend(),
      let next = bytes.integer(at: UInt64(at), as: UInt32.self).map({ Int($0) }),
      next > markers[markers.count - 1], next - markers[markers.count - 1] <= longest
    {
      markers.append(next)
      at += stride
    }
    return markers.count > 3 && markers[1] >= 512 ? markers : nil
  }
}

/// kallsyms_names with kallsyms_num_syms before it. Each name is a length and as many tokens.
struct NameTable {
  /// The offset of the number of names.
  private(set) var start = 0
  private(set) var offsets: [UInt32] = []
  private(set) var lengths: [UInt8] = []

  init?(_ bytes: Bytes, _ markers: MarkerTable, _ budget: inout SearchBudget) {
    let last = markers.markers.count - 1
    let counts = last * 256 + 1...(last + 1) * 256
    let latest = markers.start - markers.markers[last]
    // Fewer than 256 names and some padding follow the last marker.
    let earliest = max(0, latest - 256 * 130)
    for at in stride(from: latest / 4 * 4, through: earliest, by: -4) {
      guard let count = bytes.integer(at: UInt64(at), as: UInt32.self), counts.contains(Int(count))
      else { continue }
      for gap in [8, 4] {
        let fits = take(bytes, from: at + gap, Int(count), markers.markers)
        if fits {
          start = at
          return
        }
        guard budget.spend(offsets.count) else { return nil }
      }
    }
    return nil
  }

  /// Reads all names; false if a marker does not fit.
  private mutating func take(
    _ bytes: Bytes, from first: Int, _ count: Int, _ markers: [Int]
  ) -> Bool {
    guard count <= Kallsyms.mostNames else { return false }
    offsets.removeAll(keepingCapacity: true)
    lengths.removeAll(keepingCapacity: true)
    return bytes.withUnsafeBytes { raw in
      var at = first
      for index in 0..<count {
        if index % 256 == 0, at - first != markers[index / 256] { return false }
        guard at + 2 < raw.count else { return false }
        var length = Int(raw[at])
        at += 1
        if length & 0x80 != 0 {
          length = length & 0x7f | Int(raw[at]) << 7
          at += 1
        }
        guard length > 0, length < 256, at + length <= raw.count else { return false }
        offsets.append(UInt32(at))
        lengths.append(UInt8(length))
        at += length
      }
      return true
    }
  }
}

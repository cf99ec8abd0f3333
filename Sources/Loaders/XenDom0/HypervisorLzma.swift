// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The hypervisor's own lzma decoder (common/unlzma.c), which accepts more than liblzma. It writes
/// to the kernel's final address and needs no dictionary, whatever size the header states. It stops
/// at the end marker or at the size in the header, and does not compare them.
struct HypervisorLzma {
  let release: XenRelease

  /// Since 4.2, reading after the end of the stream and matches from before its start are detected.
  private var isChecked: Bool { release >= XenRelease(4, 2) }

  /// - Parameter payload: the stream, with what follows it; the stream itself determines its end.
  func unpack(_ payload: Bytes, with unpacker: PayloadUnpacker) throws(UnpackError) -> Bytes {
    guard let header = LzmaHeader(payload) else { throw .truncated(.lzma) }
    if header.isExactForLibrary, let known = unpacker.known(payload, .lzma) {
      return known.bytes
    }
    guard header.isKnown else { throw .corrupt(.lzma, "bad header") }
    return try unpacker.once(.hypervisorLzma(isChecked: isChecked), payload) {
      () throws(UnpackError) in
      try run(payload, header, limit: unpacker.image.limit)
    }
  }

  private func run(
    _ payload: Bytes, _ header: LzmaHeader, limit: Int
  ) throws(UnpackError) -> Bytes {
    let most = Int(min(UInt64(limit), header.size))
    let output = UnsafeMutableRawBufferPointer.allocate(byteCount: max(most, 1), alignment: 16)
    defer { output.deallocate() }
    let count = try payload.withUnsafeBytes { (packed) throws(UnpackError) in
      let decoder = LzmaDecoder(packed, header, output, isChecked: isChecked)
      try decoder.run(TimeLimit(limit: limit))
      if decoder.isFull, header.size > UInt64(most) { throw .tooLarge(limit: limit) }
      return decoder.count
    }
    return Bytes(Array(output[..<count]))
  }
}

/// The 13 bytes before an lzma stream (xz's lzma-file-format.txt, section 1.1).
struct LzmaHeader {
  static let count = 13

  /// lc, lp and pb in one byte.
  let properties: UInt8
  let dictionary: UInt32
  /// The unpacked size; all ones if an end marker is used instead.
  let size: UInt64

  init?(_ stream: Bytes) {
    guard let properties = stream.integer(at: 0, as: UInt8.self),
      let dictionary = stream.integer(at: 1, as: UInt32.self),
      let size = stream.integer(at: 5, as: UInt64.self)
    else { return nil }
    (self.properties, self.dictionary, self.size) = (properties, dictionary, size)
  }

  var isKnown: Bool { properties < 9 * 5 * 5 }

  /// Whether liblzma uses the stated dictionary size. Otherwise it rounds the size up, and so
  /// accepts matches with larger distances.
  var isExactForLibrary: Bool { dictionary >= 4096 && dictionary % 16 == 0 }

  var literalContextBits: Int { Int(properties) % 9 }
  var literalPositionBits: Int { Int(properties) / 9 % 5 }
  var positionBits: Int { Int(properties) / 45 }
}

/// An LZMA decoder (7-Zip's lzma-specification.txt) for a single call.
private final class LzmaDecoder {
  private let packed: UnsafeRawBufferPointer
  private let header: LzmaHeader
  private let output: UnsafeMutableRawBufferPointer
  private let isChecked: Bool
  private var place = LzmaHeader.count
  /// The state of the range coder.
  private var (range, code): (UInt32, UInt32) = (.max, 0)
  /// Whether bytes after the end of the stream were read.
  private var isOver = false
  /// The number of bytes unpacked so far.
  private(set) var count = 0

  private var state = 0
  /// The distances of the last four matches, latest first.
  private var distances: [UInt32] = [1, 1, 1, 1]
  private let literals: UnsafeMutablePointer<UInt16>
  private let literalCount: Int
  private var isMatch = LzmaDecoder.even(12 << 4)
  private var isRepeat = LzmaDecoder.even(12)
  private var isOlder = LzmaDecoder.even(12)
  private var isThird = LzmaDecoder.even(12)
  private var isFourth = LzmaDecoder.even(12)
  private var isLong = LzmaDecoder.even(12 << 4)
  private var slots = LzmaDecoder.even(4 << 6)
  private var middle = LzmaDecoder.even(128)
  private var align = LzmaDecoder.even(16)
  private var matchLength = Length()
  private var repeatLength = Length()

  /// The probabilities for lengths.
  private struct Length {
    var choices = LzmaDecoder.even(2)
    var low = LzmaDecoder.even(16 << 3)
    var mid = LzmaDecoder.even(16 << 3)
    var high = LzmaDecoder.even(256)
  }

  private static func even(_ count: Int) -> [UInt16] { Array(repeating: 1 << 10, count: count) }

  init(
    _ packed: UnsafeRawBufferPointer, _ header: LzmaHeader, _ output: UnsafeMutableRawBufferPointer,
    isChecked: Bool
  ) {
    (self.packed, self.header, self.output, self.isChecked) = (packed, header, output, isChecked)
    literalCount = 0x300 << (header.literalContextBits + header.literalPositionBits)
    literals = .allocate(capacity: literalCount)
    literals.initialize(repeating: 1 << 10, count: literalCount)
  }

  deinit { literals.deallocate() }

  /// Whether the output buffer is full.
  var isFull: Bool { count == output.count }

  func run(_ time: TimeLimit) throws(UnpackError) {
    let end = time.end(from: TimeLimit.now())
    var look = 1 << 22
    for _ in 0..<5 { code = code << 8 | next() }
    while UInt64(count) < header.size, !isFull {
      let position = count & ((1 << header.positionBits) - 1)
      if bit(&isMatch[state << 4 | position]) {
        guard try match(position) else { return }
      } else {
        try literal()
      }
      // Before 4.2 it continued with the same byte again and again, forever if the header had no
      // size.
      if isOver, isChecked || header.size == .max { throw .truncated(.lzma) }
      guard count >= look else { continue }
      look += 1 << 22
      if TimeLimit.now() >= end { throw .tooSlow(seconds: time.seconds) }
    }
  }

  /// The next byte; after the end of the stream, the first byte of it again.
  private func next() -> UInt32 {
    defer { place += 1 }
    if place < packed.count { return UInt32(packed[place]) }
    isOver = true
    return UInt32(packed[0])
  }

  private func normalize() {
    guard range < 1 << 24 else { return }
    range <<= 8
    code = code << 8 | next()
  }

  private func bit(_ chance: inout UInt16) -> Bool {
    normalize()
    let bound = (range >> 11) &* UInt32(chance)
    if code < bound {
      range = bound
      chance += ((1 << 11) - chance) >> 5
      return false
    }
    range -= bound
    code &-= bound
    chance -= chance >> 5
    return true
  }

  private func tree(_ chances: inout [UInt16], from base: Int, bits: Int) -> Int {
    var symbol = 1
    for _ in 0..<bits { symbol = symbol << 1 | (bit(&chances[base + symbol]) ? 1 : 0) }
    return symbol - 1 << bits
  }

  private func literal() throws(UnpackError) {
    let previous = count > 0 ? Int(output[count - 1]) : 0
    let mask = (1 << header.literalPositionBits) - 1
    let context =
      (count & mask) << header.literalContextBits | previous >> (8 - header.literalContextBits)
    let chances = literals + 0x300 * context
    var symbol = 1
    if state >= 7 {
      var match = try Int(old(distances[0]))
      while symbol < 0x100 {
        match <<= 1
        let expected = match & 0x100
        let found = bit(&chances[0x100 + expected + symbol])
        symbol = symbol << 1 | (found ? 1 : 0)
        if found != (expected != 0) { break }
      }
    }
    while symbol < 0x100 { symbol = symbol << 1 | (bit(&chances[symbol]) ? 1 : 0) }
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6
    put(UInt8(truncatingIfNeeded: symbol))
  }

  /// Decodes a match.
  ///
  /// - Returns: whether to continue; false at the end marker.
  private func match(_ position: Int) throws(UnpackError) -> Bool {
    let length: Int
    if bit(&isRepeat[state]) {
      if try !chooseDistance(position) { return true }
      length = self.length(&repeatLength, position)
      state = state < 7 ? 8 : 11
    } else {
      length = self.length(&matchLength, position)
      let distance = distance(length)
      state = state < 7 ? 7 : 10
      distances = [distance, distances[0], distances[1], distances[2]]
      if distance == 0 { return false }
      if isChecked, distance > max(header.dictionary, 1) || Int(distance) > count { throw corrupt }
    }
    try copy(length + 2)
    return true
  }

  /// Selects one of the last four distances.
  ///
  /// - Returns: false if this was a single byte at the latest distance, which has been copied.
  private func chooseDistance(_ position: Int) throws(UnpackError) -> Bool {
    guard bit(&isOlder[state]) else {
      if bit(&isLong[state << 4 | position]) { return true }
      state = state < 7 ? 9 : 11
      put(try old(distances[0]))
      return false
    }
    let which = !bit(&isThird[state]) ? 1 : !bit(&isFourth[state]) ? 2 : 3
    distances.insert(distances.remove(at: which), at: 0)
    return true
  }

  private func length(_ bits: inout Length, _ position: Int) -> Int {
    guard bit(&bits.choices[0]) else { return tree(&bits.low, from: position << 3, bits: 3) }
    guard bit(&bits.choices[1]) else { return 8 + tree(&bits.mid, from: position << 3, bits: 3) }
    return 16 + tree(&bits.high, from: 0, bits: 8)
  }

  /// The distance of a new match; 0 is the end marker.
  private func distance(_ length: Int) -> UInt32 {
    let slot = tree(&slots, from: min(length, 3) << 6, bits: 6)
    guard slot >= 4 else { return UInt32(slot) + 1 }
    let bits = slot >> 1 - 1
    var distance = UInt32(2 | slot & 1)
    if slot < 14 {
      distance <<= UInt32(bits)
      distance |= reverse(&middle, from: Int(distance) - slot, bits: bits)
    } else {
      for _ in 0..<bits - 4 {
        normalize()
        range >>= 1
        distance <<= 1
        if code >= range {
          code -= range
          distance |= 1
        }
      }
      distance = distance << 4 | reverse(&align, from: 0, bits: 4)
    }
    return distance &+ 1
  }

  /// Decodes a number, least significant bit first.
  private func reverse(_ chances: inout [UInt16], from base: Int, bits: Int) -> UInt32 {
    var (symbol, value) = (1, UInt32(0))
    for index in 0..<bits {
      let found = bit(&chances[base + symbol])
      symbol = symbol << 1 | (found ? 1 : 0)
      if found { value |= 1 << UInt32(index) }
    }
    return value
  }

  private func copy(_ length: Int) throws(UnpackError) {
    var left = length
    while left > 0, UInt64(count) < header.size {
      if isFull { return }
      put(try old(distances[0]))
      left -= 1
    }
    if left > 0, isChecked { throw corrupt }
  }

  /// The byte at a distance. The bytes before the kernel are unknown.
  private func old(_ distance: UInt32) throws(UnpackError) -> UInt8 {
    var back = distance
    let dictionary = max(header.dictionary, 1)
    if back > dictionary { back = (back - 1) % dictionary + 1 }
    guard Int(back) <= count else { throw corrupt }
    return output[count - Int(back)]
  }

  private func put(_ byte: UInt8) {
    guard !isFull else { return }
    output[count] = byte
    count += 1
  }

  private var corrupt: UnpackError { .corrupt(.lzma, "data is corrupt") }
}

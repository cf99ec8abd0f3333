// SPDX-License-Identifier: Apache-2.0

import Base

/// A SHA-256 digest in hexadecimal digits, or the first digits of one.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
  /// The digits, in lower case.
  public let description: String

  /// Hashes a list of parts, each preceded by its length, so that different lists never hash the
  /// same bytes.
  init(of parts: [[UInt8]]) {
    self.init(text: parts.flatMap { Array("\($0.count):".utf8) + $0 })
  }

  /// Hashes one text.
  init(text: [UInt8]) { description = Sha256.hash(text).map({ hexDigits($0, width: 2) }).joined() }

  /// - Parameter description: the digits in a file; nil if they are not hexadecimal digits in lower
  ///   case.
  init?(_ description: some StringProtocol) {
    guard !description.isEmpty, description.utf8.allSatisfy(Self.isDigit) else { return nil }
    self.description = String(description)
  }

  /// The first 16 digits (64 bits): enough to distinguish everything in one kernel.
  var short: Digest { Digest(unchecked: String(description.prefix(16))) }
  /// The first 8 digits (32 bits): enough to distinguish the lines of one place.
  var shortest: Digest { Digest(unchecked: String(description.prefix(8))) }

  private init(unchecked description: String) { self.description = description }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

/// SHA-256 according to FIPS 180-4.
enum Sha256 {
  /// The fractional parts of the cube roots of the first 64 primes (section 4.2.2).
  private static let constants: [UInt32] = primes(64).map { fraction($0, root: 3) }
  /// The fractional parts of the square roots of the first 8 primes (section 5.3.3).
  private static let start: [UInt32] = primes(8).map { fraction($0, root: 2) }

  static func hash(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
    let bits = UInt64(message.count) * 8
    padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
    var state = start
    padded.withUnsafeBufferPointer { bytes in
      for block in stride(from: 0, to: bytes.count, by: 64) {
        compress(&state, UnsafeBufferPointer(rebasing: bytes[block..<(block + 64)]))
      }
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) }
    }
  }

  /// Hashes one block of 64 bytes (section 6.2.2).
  private static func compress(_ state: inout [UInt32], _ block: UnsafeBufferPointer<UInt8>) {
    var words = [UInt32](repeating: 0, count: 64)
    for index in 0..<16 {
      for byte in 0..<4 { words[index] = words[index] << 8 | UInt32(block[4 * index + byte]) }
    }
    for index in 16..<64 {
      let (early, late) = (words[index - 15], words[index - 2])
      let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
      let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let upper = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let one = h &+ upper &+ (e & f ^ ~e & g) &+ constants[index] &+ words[index]
      let lower = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let two = lower &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static func primes(_ count: Int) -> [UInt64] {
    Array(
      (2...).lazy.filter { number in !(2..<number).contains { number % $0 == 0 } }.prefix(count)
    )
    .map(UInt64.init)
  }

  /// The first 32 bits of the fractional part of a root.
  private static func fraction(_ number: UInt64, root: Int) -> UInt32 {
    var result: UInt64 = 0
    for bit in (0..<36).reversed() {
      let tried = result | 1 << UInt64(bit)
      if isAtMost(tried, number, root) { result = tried }
    }
    return UInt32(truncatingIfNeeded: result)
  }

  /// Whether (tried / 2^32)^root is at most `number`.
  private static func isAtMost(_ tried: UInt64, _ number: UInt64, _ root: Int) -> Bool {
    let square = tried.multipliedFullWidth(by: tried)
    if root == 2 { return square.high < number || (square.high == number && square.low == 0) }
    // tried < 2^36, so its square is below 2^72. Compute the cube in parts, and compare it with
    // number·2^96.
    let low = square.low.multipliedFullWidth(by: tried)
    let high = square.high * tried + low.high
    return high < number << 32 || (high == number << 32 && low.low == 0)
  }
}

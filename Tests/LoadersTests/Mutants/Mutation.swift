// SPDX-License-Identifier: Apache-2.0

import Commands
import TestGuests

/// Random damage to the parts of an image that loaders read.
enum Mutation {
  /// One to three places damaged, in one part or in several; now and then the file is cut short.
  static func damage(_ image: TestImage, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = image.bytes
    let parts = [image.header, image.segments, image.notes, image.legacy, image.sections]
      .filter { !$0.isEmpty }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard let part = parts.randomElement(using: &random) else { continue }
      damage(&bytes, in: part, &random)
    }
    if Int.random(in: 0..<40, using: &random) == 0 {
      bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))
    }
    return bytes
  }

  private static func damage(
    _ bytes: inout [UInt8], in part: Range<Int>, _ random: inout SeededGenerator
  ) {
    let place = Int.random(in: part, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 2: bytes[place] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random) ?? 0
    case 3: bytes[place] &+= [1, 3, 4, 0xfc, 0xff].randomElement(using: &random) ?? 1
    default: overwriteWord(&bytes, at: place & ~3, &random)
    }
  }

  /// A word that is small, huge, or from elsewhere in the file.
  private static func overwriteWord(
    _ bytes: inout [UInt8], at place: Int, _ random: inout SeededGenerator
  ) {
    let other = Int.random(in: 0..<bytes.count - 4, using: &random)
    let words: [[UInt8]] = [
      [0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0x7f], [0, 0x10, 0, 0],
      [UInt8.random(in: 0...32, using: &random), 0, 0, 0], Array(bytes[other..<other + 4]),
    ]
    for (offset, byte) in (words.randomElement(using: &random) ?? []).enumerated()
    where place + offset < bytes.count {
      bytes[place + offset] = byte
    }
  }
}

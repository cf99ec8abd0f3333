// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The two parts of a `.BTF` section: type records and strings. Source: struct btf_header,
/// include/uapi/linux/btf.h@6.1.
struct BtfHeader {
  static let magic: UInt16 = 0xeb9f
  static let leastSize: UInt32 = 24

  let types: Bytes
  /// Ends with a NUL, so that each name in it ends.
  let strings: Bytes
  /// Where `types` stands in the section.
  let typesOffset: UInt64

  init(_ section: Bytes, problem: BtfProblem) throws(ImageError) {
    try Self.checkMagic(section, problem)
    guard let length: UInt32 = section.integer(at: 4),
      let typeOffset: UInt32 = section.integer(at: 8),
      let typeLength: UInt32 = section.integer(at: 12),
      let stringOffset: UInt32 = section.integer(at: 16),
      let stringLength: UInt32 = section.integer(at: 20), length >= Self.leastSize
    else { throw problem.at(0, "the header of the BTF is cut off") }
    typesOffset = UInt64(length) + UInt64(typeOffset)
    let stringsOffset = UInt64(length) + UInt64(stringOffset)
    guard let types = section.slice(at: typesOffset, count: UInt64(typeLength)) else {
      throw problem.at(8, "the type records reach beyond the section")
    }
    guard let strings = section.slice(at: stringsOffset, count: UInt64(stringLength)) else {
      throw problem.at(16, "the strings reach beyond the section")
    }
    guard strings[strings.count - 1] == 0 else {
      throw problem.at(stringsOffset, "the strings do not end with a NUL")
    }
    // A module's strings go on where those of the kernel end, so that they lack the empty one.
    guard strings[0] == 0 else { throw problem.split(at: stringsOffset) }
    self.types = types
    self.strings = strings
  }

  private static func checkMagic(_ section: Bytes, _ problem: BtfProblem) throws(ImageError) {
    guard let magic: UInt16 = section.integer(at: 0) else {
      throw problem.at(0, "the header of the BTF is cut off")
    }
    guard magic != Self.magic.byteSwapped else {
      throw ImageError(
        image: problem.image, offset: problem.origin, problem: "big-endian BTF",
        cure: "give a kernel for x86")
    }
    guard magic == Self.magic, section[2] == 1 else {
      throw problem.at(0, "no BTF of version 1")
    }
  }
}

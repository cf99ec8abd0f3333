// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The parts of a `.BTF` section: type records, strings, and in newer sections the record sizes of
/// each kind. Source: struct btf_header, include/uapi/linux/btf.h@7.2.
struct BtfHeader {
  static let magic: UInt16 = 0xeb9f
  static let leastSize: UInt32 = 24
  /// The size of a header with btf_layout.
  private static let sizeWithLayout: UInt32 = 32

  /// The type records; in split BTF they begin with those of the base.
  let types: Bytes
  /// The strings, each with a terminating NUL; in split BTF they begin with those of the base.
  let strings: Bytes
  /// The offset in the section of the first record of `types`; negative (wrapped) in split BTF.
  let typesOffset: UInt64
  /// The number of bytes of `types` that come from the base.
  let inherited: Int
  /// For each kind, the bytes of a record's fixed part and of each element; empty if the section
  /// does not say.
  let sizes: [(fixed: Int, element: Int)]

  /// - Parameters:
  ///   - section: the bytes of `.BTF`.
  ///   - base: the header of the kernel's BTF for a module; nil for a kernel.
  ///   - problem: describes errors.
  init(
    _ section: Bytes, on base: BtfHeader? = nil, problem: BtfProblem
  ) throws(ImageError) {
    try Self.checkMagic(section, problem)
    guard let length: UInt32 = section.integer(at: 4),
      let typeOffset: UInt32 = section.integer(at: 8),
      let typeLength: UInt32 = section.integer(at: 12),
      let stringOffset: UInt32 = section.integer(at: 16),
      let stringLength: UInt32 = section.integer(at: 20), length >= Self.leastSize
    else { throw problem.at(0, "the header of the BTF is truncated") }
    let ownTypes = UInt64(length) + UInt64(typeOffset)
    let stringsOffset = UInt64(length) + UInt64(stringOffset)
    guard let types = section.slice(at: ownTypes, count: UInt64(typeLength)) else {
      throw problem.at(8, "the type records extend beyond the section")
    }
    guard let strings = section.slice(at: stringsOffset, count: UInt64(stringLength)) else {
      throw problem.at(16, "the strings extend beyond the section")
    }
    guard strings.isEmpty || strings[strings.count - 1] == 0 else {
      throw problem.at(stringsOffset, "the strings do not end with a NUL")
    }
    sizes = Self.sizes(section, length)
    guard let base else {
      // The strings of a module continue those of its kernel, and lack the empty string at the
      // start; there may be none.
      guard strings[0] == 0 else { throw problem.split(at: stringsOffset) }
      (self.types, self.strings, typesOffset, inherited) = (types, strings, ownTypes, 0)
      return
    }
    inherited = base.types.count
    typesOffset = ownTypes &- UInt64(inherited)
    self.types = Bytes(base.types.array + types.array)
    self.strings = Bytes(base.strings.array + strings.array)
  }

  /// The record sizes from the section: for each kind one byte for the fixed part, one for an
  /// element, two of flags.
  private static func sizes(_ section: Bytes, _ length: UInt32) -> [(fixed: Int, element: Int)] {
    guard length >= sizeWithLayout, let offset: UInt32 = section.integer(at: 24),
      let count: UInt32 = section.integer(at: 28),
      let layout = section.slice(at: UInt64(length) + UInt64(offset), count: UInt64(count))
    else { return [] }
    return (0..<min(layout.count / 4, BtfKind.numbers)).map {
      (BtfKind.headSize + Int(layout[4 * $0] ?? 0), Int(layout[4 * $0 + 1] ?? 0))
    }
  }

  private static func checkMagic(_ section: Bytes, _ problem: BtfProblem) throws(ImageError) {
    guard let magic: UInt16 = section.integer(at: 0) else {
      throw problem.at(0, "the header of the BTF is truncated")
    }
    guard magic != Self.magic.byteSwapped else {
      throw ImageError(
        image: problem.image, offset: problem.origin, problem: "big-endian BTF",
        cure: "give a kernel for x86")
    }
    guard magic == Self.magic, section[2] == 1 else {
      throw problem.at(0, "not BTF of version 1")
    }
  }
}

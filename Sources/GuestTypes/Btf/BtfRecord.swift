// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The head of a type record. Source: struct btf_type, include/uapi/linux/btf.h@7.2.
struct BtfRecord {
  let id: UInt32
  let kind: BtfKind
  let nameOffset: UInt32
  /// The number of members, enumerators or parameters.
  let count: Int
  /// For a structure: its members state the width of bit-fields. For an enumeration: it is signed.
  let flag: Bool
  /// The size in bytes, or for a kind without a size the id of the type that it refers to.
  let size: UInt32
  /// The offset of what follows the head.
  let body: UInt64

  var target: UInt32 { size }
}

extension Btf {
  /// The most references from type to type that are followed; no kernel comes near it.
  static let mostSteps = 64

  /// The record of an id; nil for `void`.
  func record(_ id: UInt32) throws(ImageError) -> BtfRecord? {
    guard id != 0 else { return nil }
    guard Int(id) < index.offsets.count else {
      throw problem.at(header.typesOffset, "type \(id) does not exist")
    }
    let offset = UInt64(index.offsets[Int(id)])
    // The index has checked that the record is complete and its kind known.
    guard let info: UInt32 = header.types.integer(at: offset + 4),
      let kind = BtfKind(rawValue: UInt8(BtfKind.number(info)))
    else { return nil }
    return BtfRecord(
      id: id, kind: kind, nameOffset: word(offset), count: BtfKind.count(info),
      flag: info >> 31 != 0, size: word(offset + 8), body: offset + UInt64(BtfKind.headSize))
  }

  /// The type without typedefs and qualifiers.
  func resolved(_ id: UInt32) throws(ImageError) -> BtfRecord {
    var next = id
    for _ in 0..<Self.mostSteps {
      guard let record = try record(next) else { break }
      guard record.kind.isTransparent else { return record }
      next = record.target
    }
    throw problem.at(place(of: id), "type \(id) leads in a circle, or to no type")
  }

  /// The offset of a record in the section; that of the first record for an unknown id.
  func place(of id: UInt32) -> UInt64 {
    let isKnown = Int(id) < index.offsets.count
    return header.typesOffset + (isKnown ? UInt64(index.offsets[Int(id)]) : 0)
  }

  /// The 32-bit word at an offset inside a complete record.
  func word(_ offset: UInt64) -> UInt32 { header.types.integer(at: offset) ?? 0 }

  /// The name at an offset in the strings, cut at 255 bytes.
  func name(at offset: UInt32) -> String { header.strings.string(at: UInt64(offset), most: 255) }
}

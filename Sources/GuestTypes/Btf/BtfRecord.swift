// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The head of one type record. Source: struct btf_type, include/uapi/linux/btf.h@7.2.
struct BtfRecord {
  let id: UInt32
  let kind: BtfKind
  let nameOffset: UInt32
  /// Of members, enumerators, parameters.
  let count: Int
  /// Of a structure: members state the width of bit-fields. Of an enumeration: it is signed.
  let flag: Bool
  /// In bytes, of what has a size; the id of what this refers to, of all others.
  let size: UInt32
  /// Of what follows the head, in the records.
  let body: UInt64

  var target: UInt32 { size }
}

extension Btf {
  /// The most references from one type to the next, which no real kernel comes near.
  static let mostSteps = 64

  /// The record of that id; nil for `void`.
  func record(_ id: UInt32) throws(ImageError) -> BtfRecord? {
    guard id != 0 else { return nil }
    guard Int(id) < index.offsets.count else {
      throw problem.at(header.typesOffset, "there is no type \(id)")
    }
    let offset = UInt64(index.offsets[Int(id)])
    // The pass has seen that the record is whole and its kind exists.
    guard let info: UInt32 = header.types.integer(at: offset + 4),
      let kind = BtfKind(rawValue: UInt8(BtfKind.number(info)))
    else { return nil }
    return BtfRecord(
      id: id, kind: kind, nameOffset: word(offset), count: BtfKind.count(info),
      flag: info >> 31 != 0, size: word(offset + 8), body: offset + UInt64(BtfKind.headSize))
  }

  /// What is left when typedefs and qualifiers are taken off.
  func resolved(_ id: UInt32) throws(ImageError) -> BtfRecord {
    var next = id
    for _ in 0..<Self.mostSteps {
      guard let record = try record(next) else { break }
      guard record.kind.isTransparent else { return record }
      next = record.target
    }
    throw problem.at(place(of: id), "type \(id) leads in a circle, or to nothing")
  }

  /// In the section; the first record's for an id that is none.
  func place(of id: UInt32) -> UInt64 {
    let isKnown = Int(id) < index.offsets.count
    return header.typesOffset + (isKnown ? UInt64(index.offsets[Int(id)]) : 0)
  }

  /// The number at `offset` in the records, inside a record that is whole.
  func word(_ offset: UInt64) -> UInt32 { header.types.integer(at: offset) ?? 0 }

  /// Up to 255 bytes of the name.
  func name(at offset: UInt32) -> String { header.strings.string(at: UInt64(offset), most: 255) }
}

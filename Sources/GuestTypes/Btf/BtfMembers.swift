// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// Flattens structures: lists each member that is not an aggregate, with its offset in the whole.
struct BtfMembers {
  /// The most members in one query. A hostile file could nest 65,535 members in each of as many
  /// structures.
  static let mostMembers = 1 << 17
  /// The longest path of a member, in bytes.
  static let longestName = 1024

  let btf: Btf
  private var visited = 0
  private var members: [Layout.Member] = []

  init(btf: Btf) { self.btf = btf }

  mutating func members(of record: BtfRecord) throws(ImageError) -> [Layout.Member] {
    members = []
    try add(record, prefix: "", at: 0, depth: 0)
    return members
  }

  /// - Parameters:
  ///   - aggregate: the structure or union.
  ///   - prefix: the path of its members.
  ///   - start: its offset in bytes.
  ///   - depth: of nesting.
  private mutating func add(
    _ aggregate: BtfRecord, prefix: String, at start: Int, depth: Int
  ) throws(ImageError) {
    guard depth < Btf.mostSteps else {
      throw btf.problem.at(btf.place(of: aggregate.id), "a structure that contains itself")
    }
    for index in 0..<aggregate.count {
      let member = BtfMember(index, of: aggregate, in: btf)
      visited += 1
      let name = prefix + btf.name(at: member.nameOffset)
      guard visited <= Self.mostMembers, name.utf8.count <= Self.longestName else {
        throw btf.problem.at(btf.place(of: aggregate.id), "structures with too many nested members")
      }
      try add(member, named: name, at: start, depth: depth)
    }
  }

  private mutating func add(
    _ member: BtfMember, named name: String, at start: Int, depth: Int
  ) throws(ImageError) {
    let extent = try BtfExtent(member.type, in: btf)
    let isAggregate = extent.element.kind == .struct || extent.element.kind == .union
    if isAggregate && extent.bounds.isEmpty {
      let inner = member.nameOffset == 0 ? name : name + "."
      return try add(
        extent.element, prefix: inner, at: start + member.offset, depth: depth + 1)
    }
    let width = try member.width(extent.element, in: btf).map { ":\($0)" } ?? ""
    members.append(
      Layout.Member(
        name: name + extent.bounds.map { "[\($0)]" }.joined() + width,
        offset: start + member.offset, size: extent.size,
        type: try btf.spelling(extent.elementType),
        kind: btf.kind(of: extent.element)))
  }
}

/// The record of one member. Source: struct btf_member, include/uapi/linux/btf.h@6.1.
struct BtfMember {
  let nameOffset: UInt32
  let type: UInt32
  /// The offset of its first bit.
  let bitOffset: Int
  /// The width in bits; nil if the structure's records do not state widths.
  let statedWidth: Int?

  init(_ index: Int, of aggregate: BtfRecord, in btf: Btf) {
    let entry = aggregate.body + UInt64(index) * 12
    let place = btf.word(entry + 8)
    nameOffset = btf.word(entry)
    type = btf.word(entry + 4)
    bitOffset = Int(aggregate.flag ? place & 0xff_ffff : place)
    statedWidth = aggregate.flag ? Int(place >> 24) : nil
  }

  /// The offset in bytes.
  var offset: Int { bitOffset / 8 }

  /// The width in bits; nil if it is not a bit-field. Without stated widths, a bit-field has an
  /// integer type with fewer bits than its size.
  func width(_ element: BtfRecord, in btf: Btf) throws(ImageError) -> Int? {
    if let statedWidth { return statedWidth == 0 ? nil : statedWidth }
    guard element.kind == .int else { return nil }
    let bits = Int(btf.word(element.body) & 0xff)
    return bits < Int(element.size) * 8 ? bits : nil
  }
}

extension Btf {
  /// The kind of a value; nil if the type does not determine it, as for char, whose sign depends on
  /// the compiler. Source: BTF_INT_*, include/uapi/linux/btf.h@6.1.
  fileprivate func kind(of record: BtfRecord) -> Layout.ValueKind? {
    switch record.kind {
    case .pointer: return .pointer
    case .float: return .float
    case .int:
      let encoding = word(record.body) >> 24
      if encoding & 0b110 != 0 || name(at: record.nameOffset) == "char" { return nil }
      return encoding & 1 != 0 ? .signed : .unsigned
    default: return nil
    }
  }
}

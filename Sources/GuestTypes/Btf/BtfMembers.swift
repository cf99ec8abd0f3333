// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// Flattens structures: each member that is no aggregate itself, at its place in the whole.
struct BtfMembers {
  /// Of the structures of one question together; a hostile file could hold 65,535 members in each
  /// of as many.
  static let mostMembers = 1 << 17
  /// In characters; the way to a member deep inside others.
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

  /// - Parameter start: of the aggregate, in bytes.
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
        throw btf.problem.at(btf.place(of: aggregate.id), "structures without end")
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

/// One member's entry. Source: struct btf_member, include/uapi/linux/btf.h@6.1.
struct BtfMember {
  let nameOffset: UInt32
  let type: UInt32
  /// Of its first bit.
  let bitOffset: Int
  /// Nil where the structure's entries do not state widths.
  let statedWidth: Int?

  init(_ index: Int, of aggregate: BtfRecord, in btf: Btf) {
    let entry = aggregate.body + UInt64(index) * 12
    let place = btf.word(entry + 8)
    nameOffset = btf.word(entry)
    type = btf.word(entry + 4)
    bitOffset = Int(aggregate.flag ? place & 0xff_ffff : place)
    statedWidth = aggregate.flag ? Int(place >> 24) : nil
  }

  /// In bytes.
  var offset: Int { bitOffset / 8 }

  /// In bits; nil for what is no bit-field. Older structures leave it to an integer of fewer bits
  /// than its size has.
  func width(_ element: BtfRecord, in btf: Btf) throws(ImageError) -> Int? {
    if let statedWidth { return statedWidth == 0 ? nil : statedWidth }
    guard element.kind == .int else { return nil }
    let bits = Int(btf.word(element.body) & 0xff)
    return bits < Int(element.size) * 8 ? bits : nil
  }
}

extension Btf {
  /// What a value stands for; nil where its type does not tell: char has a sign or not as the compiler
  /// is asked. Source: BTF_INT_*, include/uapi/linux/btf.h@6.1.
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

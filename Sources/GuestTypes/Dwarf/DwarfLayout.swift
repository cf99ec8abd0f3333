// SPDX-License-Identifier: Apache-2.0

import CDw
import GuestImage
import HypervisorABI

/// Flattens the members of a structure as its DWARF unit declares them.
struct DwarfLayout {
  private let image: String
  private var members: [Layout.Member] = []
  private var budget: DwarfBudget

  private init(image: String, _ budget: DwarfBudget) {
    self.image = image
    self.budget = budget
  }

  /// - Throws: `ImageError` if the entries state what no compiler would write.
  static func layout(
    of entry: DwarfEntry, named name: String, image: String, _ budget: inout DwarfBudget
  ) throws(ImageError) -> TypeLayout {
    var (entry, layout) = (entry, DwarfLayout(image: image, budget))
    defer { budget = layout.budget }
    try layout.add(entry, prefix: "", at: 0, depth: 0)
    let size = entry.number(DW_AT_byte_size) ?? 0
    guard size <= DwarfShape.most else { throw layout.malformed(entry, "a size of \(size) bytes") }
    return TypeLayout(
      name: name, kind: entry.tag == DW_TAG_union_type ? .union : .struct, size: Int(size),
      members: layout.members)
  }

  private mutating func add(
    _ aggregate: DwarfEntry, prefix: String, at base: Int, depth: Int
  ) throws(ImageError) {
    guard depth < DwarfShape.mostSteps, prefix.utf8.count <= DwarfEntry.longestName else {
      throw malformed(aggregate, "structures nested more than \(DwarfShape.mostSteps) deep")
    }
    for var child in aggregate.children {
      try budget.countEntry()
      let isBase = child.tag == DW_TAG_inheritance
      // A member that is only declared here is static.
      guard isBase || (child.tag == DW_TAG_member && !child.isDeclaration) else { continue }
      try budget.countMember()
      if isBase {
        try addBase(child, prefix: prefix, at: base, depth: depth)
      } else {
        try addMember(child, prefix: prefix, at: base, depth: depth)
      }
    }
  }

  /// Adds the members of a base class of C++, which belong to the structure.
  private mutating func addBase(
    _ entry: DwarfEntry, prefix: String, at base: Int, depth: Int
  ) throws(ImageError) {
    guard let aggregate = DwarfShape(of: entry.type)?.aggregate else {
      throw malformed(entry, "a base class that is not one")
    }
    let offset = base + (try location(of: entry))
    try add(aggregate, prefix: prefix, at: offset, depth: depth + 1)
  }

  private mutating func addMember(
    _ member: DwarfEntry, prefix: String, at base: Int, depth: Int
  ) throws(ImageError) {
    guard let shape = DwarfShape(of: member.type), let size = shape.totalSize else {
      throw malformed(member, "a type that contains itself, or is larger than 2 GiB")
    }
    let name = member.name
    if let bits = member.number(DW_AT_bit_size) {
      let start = try firstBit(of: member, bits: bits, of: size)
      return append("\(prefix)\(name ?? ""):\(bits)", base + start / 8, size, shape)
    }
    let offset = base + (try location(of: member))
    if let aggregate = shape.aggregate, shape.bounds.isEmpty {
      let inner = name.map { prefix + $0 + "." } ?? prefix
      return try add(aggregate, prefix: inner, at: offset, depth: depth + 1)
    }
    let bounds = shape.bounds.map { "[\($0)]" }.joined()
    append(prefix + (name ?? "") + bounds, offset, size, shape)
  }

  private mutating func append(_ name: String, _ offset: Int, _ size: Int, _ shape: DwarfShape) {
    members.append(
      Layout.Member(
        name: name, offset: offset, size: size, type: shape.spelling, kind: shape.kind))
  }

  private func location(of member: DwarfEntry) throws(ImageError) -> Int {
    guard let location = member.location, location <= DwarfShape.most else {
      throw malformed(member, "no place in its structure")
    }
    return Int(location)
  }

  /// The first bit of a bit-field from the start of the structure. DWARF 4 counts from there; older
  /// compilers count from the upper end of the storage unit down to the upper end of the field.
  private func firstBit(
    of member: DwarfEntry, bits: UInt64, of size: Int
  ) throws(ImageError) -> Int {
    let start = member.number(DW_AT_data_bit_offset)
    let below = member.number(DW_AT_bit_offset)
    let unit = member.number(DW_AT_byte_size) ?? UInt64(size)
    let most = DwarfShape.most
    guard bits <= most, unit <= most, start ?? 0 <= most * 8, below ?? 0 <= most else {
      throw malformed(member, "no place in its structure")
    }
    if let start { return Int(start) }
    let place = try location(of: member) * 8
    guard let below else { return place }
    let bit = place + Int(unit) * 8 - Int(below) - Int(bits)
    guard bit >= 0 else { throw malformed(member, "a bit-field before its structure") }
    return bit
  }

  private func malformed(_ entry: DwarfEntry, _ problem: String) -> ImageError {
    .malformed(image, entry.offset, problem)
  }
}

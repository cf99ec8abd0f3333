// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A member with the bits that it takes, ready to be laid beside another.
struct PlacedMember {
  let member: Layout.Member
  /// From the structure's start.
  let bits: Range<Int>
  /// The way to it without bounds.
  let path: String
  /// The same without what declarations of one thing differ in: a union called `u` may be
  /// anonymous, and a guest handle is the pointer inside it.
  let shortPath: String
  let isPadding: Bool
  /// An array of 0 or 1 elements at the end, which stands for as many as there are.
  let isOpenEnded: Bool

  /// Whether both take one bit or more in common.
  func overlaps(_ other: PlacedMember) -> Bool {
    bits.overlaps(other.bits) && !bits.isEmpty && !other.bits.isEmpty
  }

  var isArray: Bool { member.name.utf8.contains(UInt8(ascii: "[")) }
}

extension TypeLayout {
  /// The members in the order of declaration.
  var placedMembers: [PlacedMember] {
    let end = members.map(\.offset).max() ?? 0
    var previous = 0..<0
    return members.map { member in
      previous = member.bits(after: previous)
      let last = member.offset == end
      return PlacedMember(
        member: member, bits: previous, path: member.path, shortPath: member.shortPath,
        isPadding: Padding.isPadding(member.path), isOpenEnded: last && member.hasNoBound)
    }
  }
}

extension Layout.Member {
  /// A layout gives the byte of a bit-field's first bit only: it follows its predecessor where
  /// that ends inside this byte.
  fileprivate func bits(after previous: Range<Int>) -> Range<Int> {
    guard let width = bitWidth, width >= 0, width <= size * 8 else {
      return offset * 8..<(offset + size) * 8
    }
    let follows = previous.upperBound / 8 == offset && previous.upperBound % 8 != 0
    let start = follows ? previous.upperBound : offset * 8
    return start..<start + width
  }

  private var bitWidth: Int? {
    name.utf8.lastIndex(of: UInt8(ascii: ":")).flatMap { Int(name[name.utf8.index(after: $0)...]) }
  }

  fileprivate var shortPath: String {
    let whole = path.hasSuffix(".p") ? path.dropLast(2) : path[...]
    let parts = whole.utf8.split(separator: UInt8(ascii: ".")).map { Substring($0) }
    return parts.filter { $0 != "u" }.joined(separator: ".")
  }

  fileprivate var hasNoBound: Bool { name.hasSuffix("[0]") || name.hasSuffix("[1]") }
}

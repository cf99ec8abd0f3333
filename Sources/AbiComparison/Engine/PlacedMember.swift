// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A member with the bits that it occupies.
struct PlacedMember {
  let member: Layout.Member
  /// The bits from the start of the structure.
  let bits: Range<Int>
  /// The path without bounds.
  let path: String
  /// The path without the parts in which declarations differ: a union called `u` can be anonymous,
  /// and a guest handle is the pointer inside it.
  let shortPath: String
  let isPadding: Bool
  /// Whether it is an array of 0 or 1 elements at the end, which stands for any number of elements.
  let isOpenEnded: Bool

  /// Whether two members have any bit in common.
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
  /// The bits of a member. For a bit-field, a layout has only the byte of its first bit; the field
  /// directly follows its predecessor if that ends within this byte.
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

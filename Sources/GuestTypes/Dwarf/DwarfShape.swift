// SPDX-License-Identifier: Apache-2.0

import CDw
import HypervisorABI

/// A member's type without typedefs and qualifiers.
struct DwarfShape {
  /// The most steps from a type to the one that it refers to, and the deepest nesting.
  static let mostSteps = 64
  /// The most bytes, elements or bits of a type; no kernel has a larger one.
  static let most: UInt64 = 1 << 31

  /// The size of one element in bytes.
  private(set) var size = 0
  /// One element as written in C: its typedef, or a name such as `unsigned long` or
  /// `struct start_info`.
  private(set) var spelling = ""
  /// The number of elements in each dimension of an array; 0 for one without a bound, as in BTF.
  private(set) var bounds: [Int] = []
  /// The kind of value of one element; nil if the type does not determine it.
  private(set) var kind: Layout.ValueKind?
  /// The structure or union of one element.
  private(set) var aggregate: DwarfEntry?

  /// The size of all elements in bytes; nil if it exceeds `most`.
  var totalSize: Int? {
    var total = size
    for count in bounds {
      let (product, overflow) = total.multipliedReportingOverflow(by: count)
      guard !overflow, product <= Self.most else { return nil }
      total = product
    }
    return total
  }

  /// Fails if the types form a cycle or have an excessive size.
  init?(of type: DwarfEntry?) {
    var next = type
    var alias: String?
    for _ in 0..<Self.mostSteps {
      guard var entry = next else {
        spelling = alias ?? "void"
        return
      }
      switch entry.tag {
      case DW_TAG_typedef:
        alias = alias ?? entry.name
      case DW_TAG_const_type, DW_TAG_volatile_type, DW_TAG_restrict_type, DW_TAG_atomic_type:
        break
      case DW_TAG_array_type:
        alias = nil
        guard addBounds(of: entry) else { return nil }
      default:
        guard finish(entry, alias) else { return nil }
        return
      }
      next = entry.type
    }
    return nil
  }

  /// Adds the dimensions of an array.
  private mutating func addBounds(of array: DwarfEntry) -> Bool {
    for var child in array.children.prefix(Self.mostSteps) {
      guard child.tag == DW_TAG_subrange_type else { continue }
      let last = child.number(DW_AT_upper_bound)
      let count = child.number(DW_AT_count) ?? last.map { Self.count(last: $0) } ?? 0
      guard count <= Self.most else { return false }
      bounds.append(Int(count))
    }
    return true
  }

  /// The number of elements from the last index. Older compilers write that of `[0]` as -1, of any
  /// width.
  private static func count(last: UInt64) -> UInt64 {
    last == UInt64(UInt32.max) || last == UInt64.max ? 0 : last + 1
  }

  /// The kind of an integer or float; nil for char, whose sign depends on the compiler.
  private static func kind(of base: DwarfEntry) -> Layout.ValueKind? {
    if base.number(DW_AT_endianity) == UInt64(DW_END_big) { return .bigEndian }
    switch base.number(DW_AT_encoding).map(Int.init(clamping:)) {
    case DW_ATE_float: return .float
    case DW_ATE_signed: return .signed
    case DW_ATE_signed_char: return base.name == "char" ? nil : .signed
    case DW_ATE_unsigned: return .unsigned
    case DW_ATE_unsigned_char: return base.name == "char" ? nil : .unsigned
    default: return nil
    }
  }

  private mutating func finish(_ entry: DwarfEntry, _ alias: String?) -> Bool {
    var entry = entry
    let isPointer = entry.tag == DW_TAG_pointer_type
    let stated = entry.number(DW_AT_byte_size) ?? (isPointer ? UInt64(entry.addressSize) : 0)
    guard stated <= Self.most else { return false }
    size = Int(stated)
    if entry.isAggregate { aggregate = entry }
    kind = isPointer ? .pointer : entry.tag == DW_TAG_base_type ? Self.kind(of: entry) : nil
    spelling = alias ?? DwarfEntry.spelling(of: entry)
    return true
  }
}

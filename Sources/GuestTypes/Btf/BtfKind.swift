// SPDX-License-Identifier: Apache-2.0

/// What a type record of BTF describes, and how long it is. Source: BTF_KIND_*,
/// include/uapi/linux/btf.h@6.1.
enum BtfKind: UInt8 {
  case int = 1
  case pointer
  case array
  case `struct`
  case union
  case `enum`
  case forward
  case typedef
  case volatile
  case const
  case restrict
  case function
  case prototype
  case variable
  case dataSection
  case float
  case declarationTag
  case typeTag
  case enum64

  /// The newest that is known.
  static let highest = Int(BtfKind.enum64.rawValue)

  /// As many numbers of kinds as an info has room for.
  static let numbers = 128

  /// The number of the kind in a record's info: 7 bits since Linux 7.2, of which older ones used 5.
  @inline(__always)
  static func number(_ info: UInt32) -> Int { Int(info >> 24 & 0x7f) }

  /// How many members, enumerators, parameters an info counts: 24 bits since Linux 7.2, of which older
  /// ones used 16.
  @inline(__always)
  static func count(_ info: UInt32) -> Int { Int(info & 0xff_ffff) }

  /// Every record begins with name, info, and size or type.
  static let headSize = 12

  /// The bytes behind the head, apart from those of the elements.
  private var fixedSize: Int {
    switch self {
    case .int, .variable, .declarationTag: 4
    case .array: 12
    default: 0
    }
  }

  /// Of one of the elements that the info counts.
  private var elementSize: Int {
    switch self {
    case .struct, .union, .dataSection, .enum64: 12
    case .enum, .prototype: 8
    default: 0
    }
  }

  /// Head and fixed part, and an element's size, by kind; 0 for a kind that does not exist.
  static let sizes: [(fixed: Int, element: Int)] = (0..<UInt8(numbers)).map { number in
    guard let kind = BtfKind(rawValue: number) else { return (0, 0) }
    return (headSize + kind.fixedSize, kind.elementSize)
  }

  /// Those that only qualify what they refer to.
  var isTransparent: Bool { Self.transparent.contains(self) }

  private static let transparent: Set<BtfKind> = [.typedef, .volatile, .const, .restrict, .typeTag]
}

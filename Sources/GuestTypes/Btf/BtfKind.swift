// SPDX-License-Identifier: Apache-2.0

/// The kind of a type record in BTF, and the size of such records. Source: BTF_KIND_*,
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

  /// The highest known kind.
  static let highest = Int(BtfKind.enum64.rawValue)

  /// The number of kinds that an info word can express.
  static let numbers = 128

  /// The kind in an info word: 7 bits since Linux 7.2, 5 before.
  @inline(__always)
  static func number(_ info: UInt32) -> Int { Int(info >> 24 & 0x7f) }

  /// The number of members, enumerators or parameters in an info word: 24 bits since Linux 7.2, 16
  /// before.
  @inline(__always)
  static func count(_ info: UInt32) -> Int { Int(info & 0xff_ffff) }

  /// The size of the head of a record: name, info, and size or type.
  static let headSize = 12

  /// The bytes between the head and the elements.
  private var fixedSize: Int {
    switch self {
    case .int, .variable, .declarationTag: 4
    case .array: 12
    default: 0
    }
  }

  /// The bytes of each element that the info word counts.
  private var elementSize: Int {
    switch self {
    case .struct, .union, .dataSection, .enum64: 12
    case .enum, .prototype: 8
    default: 0
    }
  }

  /// The size of head and fixed part, and of an element, for each kind; 0 for an unknown kind.
  static let sizes: [(fixed: Int, element: Int)] = (0..<UInt8(numbers)).map { number in
    guard let kind = BtfKind(rawValue: number) else { return (0, 0) }
    return (headSize + kind.fixedSize, kind.elementSize)
  }

  /// Whether it only names or qualifies the type that it refers to.
  var isTransparent: Bool { Self.transparent.contains(self) }

  private static let transparent: Set<BtfKind> = [.typedef, .volatile, .const, .restrict, .typeTag]
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage

@testable import GuestTypes

/// Writes BTF record by record.
struct BtfBuilder {
  private(set) var types: [UInt8] = []
  private var strings: [UInt8] = [0]
  private var count: UInt32 = 0

  static func words(_ numbers: [UInt32]) -> [UInt8] {
    numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
  }

  mutating func string(_ text: String) -> UInt32 {
    guard !text.isEmpty else { return 0 }
    defer { strings += Array(text.utf8) + [0] }
    return UInt32(strings.count)
  }

  /// Gives the new type's id.
  @discardableResult
  mutating func add(
    _ kind: BtfKind, _ name: String, count vlen: Int = 0, flag: Bool = false, _ size: UInt32,
    _ body: [UInt32] = []
  ) -> UInt32 {
    let info = UInt32(vlen) | UInt32(kind.rawValue) << 24 | (flag ? 1 << 31 : 0)
    types += Self.words([string(name), info, size] + body)
    count += 1
    return count
  }

  /// A type without a name.
  @discardableResult
  mutating func add(
    _ kind: BtfKind, count: Int = 0, _ target: UInt32, _ body: [UInt32] = []
  ) -> UInt32 {
    add(kind, "", count: count, target, body)
  }

  @discardableResult
  mutating func int(_ name: String, _ size: UInt32, bits: UInt32? = nil) -> UInt32 {
    add(.int, name, size, [bits ?? size * 8])
  }

  /// `name, type, first bit` a member; the last byte of the place is a width where `flag` is set.
  @discardableResult
  mutating func structure(
    _ name: String, _ size: UInt32, flag: Bool = false, kind: BtfKind = .struct,
    _ members: [(String, UInt32, UInt32)]
  ) -> UInt32 {
    let body = members.flatMap { [string($0.0), $0.1, $0.2] }
    return add(kind, name, count: members.count, flag: flag, size, body)
  }

  mutating func array(of element: UInt32, _ bound: UInt32) -> UInt32 {
    add(.array, 0, [element, element, bound])
  }

  /// `name, value` an enumerator.
  @discardableResult
  mutating func enumeration(_ name: String, flag: Bool = false, _ values: [(String, UInt32)])
    -> UInt32
  {
    let body = values.flatMap { [string($0.0), $0.1] }
    return add(.enum, name, count: values.count, flag: flag, 4, body)
  }

  var section: [UInt8] {
    [0x9f, 0xeb, 1, 0]
      + Self.words([24, 0, UInt32(types.count), UInt32(types.count), UInt32(strings.count)])
      + types + strings
  }

  func btf() throws -> Btf {
    try Btf(Bytes(section), of: "test", at: 0x100, architecture: .x86_64)
  }
}

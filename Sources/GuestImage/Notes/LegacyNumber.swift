// SPDX-License-Identifier: Apache-2.0

/// A number in the `__xen_guest` string: decimal, 0x… or 0…, up to the first other character.
package enum LegacyNumber {
  /// Parses a number. The C library (toolstack) skips white space, accepts a sign and saturates;
  /// the hypervisor's function does none of that, and wraps (common/vsprintf.c@4.17,
  /// simple_strtoull).
  package static func parse(_ text: [UInt8], asLibc: Bool) -> UInt64 {
    var rest = text[...]
    var negative = false
    if asLibc {
      rest = rest.drop { $0 == 0x20 || (9...13).contains($0) }
      negative = rest.first == UInt8(ascii: "-")
      if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    }
    let magnitude = magnitude(rest, saturating: asLibc)
    return negative && magnitude != nil ? 0 &- (magnitude ?? 0) : magnitude ?? .max
  }

  /// Nil if the number does not fit and saturates.
  private static func magnitude(_ text: ArraySlice<UInt8>, saturating: Bool) -> UInt64? {
    var (digits, radix) = (text, UInt64(10))
    if text.first == UInt8(ascii: "0") {
      radix = 8
      let tail = text.dropFirst(2)
      if let x = text.dropFirst().first, x | 0x20 == UInt8(ascii: "x"),
        let first = tail.first, digit(first) < 16
      {
        (digits, radix) = (tail, 16)
      }
    }
    var (value, overflowed) = (UInt64(0), false)
    for byte in digits {
      let digit = digit(byte)
      guard digit < radix else { break }
      let (product, over) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = product.addingReportingOverflow(digit)
      overflowed = overflowed || over || carry
      value = sum
    }
    return overflowed && saturating ? nil : value
  }

  /// The value of a digit; 99 for any other character.
  private static func digit(_ byte: UInt8) -> UInt64 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
    default: 99
    }
  }
}

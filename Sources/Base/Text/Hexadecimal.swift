// SPDX-License-Identifier: Apache-2.0

/// Formats an address or offset as `0x1f1`, as all reports do. JSON has it as a string too, because
/// a JSON number is exact to 53 bits only.
public func hex(_ number: some BinaryInteger) -> String { "0x" + String(number, radix: 16) }

/// Formats a number as hexadecimal digits padded with zeros: `0f1` for a width of 3.
public func hexDigits(_ number: some BinaryInteger, width: Int) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

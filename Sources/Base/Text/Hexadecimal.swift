// SPDX-License-Identifier: Apache-2.0

/// `0x1f1`: how addresses and offsets are written in every report. In JSON too, as strings: a
/// JSON number keeps 53 bits only.
public func hex(_ number: some BinaryInteger) -> String { "0x" + String(number, radix: 16) }

/// `0f1` for a width of 3: digits alone, with zeros before them.
public func hexDigits(_ number: some BinaryInteger, width: Int) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

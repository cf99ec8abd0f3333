// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The text with control characters escaped: what a hostile file may put on a terminal.
  public var printable: String {
    guard unicodeScalars.contains(where: Self.isControl) else { return self }
    return unicodeScalars.map {
      Self.isControl($0) ? "\\u{\(String($0.value, radix: 16))}" : String($0)
    }
    .joined()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
  }
}

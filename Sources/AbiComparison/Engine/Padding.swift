// SPDX-License-Identifier: Apache-2.0

/// Recognizes padding members by their names.
enum Padding {
  /// Whether a component of the path is a name for padding: `_pad0`, `pvt_pad`, `u.reserved`; but
  /// not `rsvd_pos`.
  static func isPadding(_ path: String) -> Bool {
    path.isEmpty || path.utf8.split(separator: UInt8(ascii: ".")).contains(where: isStem)
  }

  private static func isStem(_ part: Substring.UTF8View) -> Bool {
    guard var word = part.split(separator: UInt8(ascii: "_")).last else { return false }
    while let last = word.last, digits.contains(last) { word.removeLast() }
    return lengths.contains(word.count) && stems.contains(Substring(word).lowercased())
  }

  private static let stems: Set<String> = [
    "pad", "padding", "reserved", "rsvd", "unused", "spacer", "filler", "dummy",
  ]
  private static let lengths = 3...8
  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

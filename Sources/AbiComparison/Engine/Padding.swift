// SPDX-License-Identifier: Apache-2.0

/// Members that only keep others in their places.
enum Padding {
  /// Whether a part of the path is called so: `_pad0`, `pvt_pad`, `u.reserved`. `rsvd_pos` is not.
  static func isPadding(_ path: String) -> Bool {
    path.isEmpty || path.split(separator: ".").contains(where: isStem)
  }

  private static func isStem(_ part: Substring) -> Bool {
    guard let word = part.split(separator: "_").last else { return false }
    var stem = word.lowercased()[...]
    while stem.last?.isNumber == true { stem.removeLast() }
    return stems.contains(String(stem))
  }

  private static let stems: Set<String> = [
    "pad", "padding", "reserved", "rsvd", "unused", "spacer", "filler", "dummy",
  ]
}

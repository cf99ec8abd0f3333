// SPDX-License-Identifier: Apache-2.0

/// Why a loader turns an image away.
///
/// Convention for the words, here and in every verdict: what the loader prints, without its log
/// level's prefix ("ERROR: ", "panic: FILE:LINE: ") and without the line's end; then, in
/// parentheses, what it does not say and we do.
public struct Refusal: Error, Equatable, Sendable {
  /// The loader's own words; empty when it refuses in silence.
  public let words: String
  /// Ours; empty when the words say it all.
  public let remark: String

  public init(_ words: String, remark: String = "") {
    self.words = words
    self.remark = remark
  }

  /// Words and remark in one line.
  public var reason: String {
    if remark.isEmpty { return words }
    return words.isEmpty ? "(\(remark))" : "\(words) (\(remark))"
  }
}

/// The number as C's %x prints it.
func hexadecimal(_ value: UInt64, prefix: String = "0x", digits: Int = 1) -> String {
  let text = String(value, radix: 16)
  return prefix + String(repeating: "0", count: max(0, digits - text.count)) + text
}

// SPDX-License-Identifier: Apache-2.0

/// The text of a file of pvkit's that ends with a digest of everything before it. A file that was
/// cut short or changed is refused, and never read in part.
///
///     pvkit lock 3
///     …
///     digest 0123…
enum SealedText {
  private static let key = "digest "

  /// - Parameter lines: the lines, of which the first one is the title.
  static func text(_ lines: [String]) -> String {
    let body = lines.map { $0 + "\n" }.joined()
    return body + "\(key)\(Digest(text: Array(body.utf8)))\n"
  }

  /// The lines between the title and the digest; nil if the title is another one or the digest does
  /// not match.
  static func lines(of text: String, title: String) -> [Substring]? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == title[...], lines.popLast() == "", lines.count > 1,
      let last = lines.popLast(), last.hasPrefix(key)
    else { return nil }
    let body = text.utf8[..<last.startIndex]
    guard last.dropFirst(key.count) == Digest(text: Array(body)).description[...] else {
      return nil
    }
    return Array(lines.dropFirst())
  }
}

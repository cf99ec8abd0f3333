// SPDX-License-Identifier: Apache-2.0

extension String {
  /// The words, wrapped into lines of at most `width` characters; a longer word has a line of its
  /// own.
  public func wrapped(at width: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

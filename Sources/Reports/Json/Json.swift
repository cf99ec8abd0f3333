// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// How JSON is laid out: `lines` is one object a line, for many images in one stream.
public enum JsonLayout: Sendable { case lines, pretty }

/// The value as JSON with sorted keys, so that equal values give equal bytes.
public func renderJSON(_ value: some Encodable, _ layout: JsonLayout = .pretty) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if layout == .pretty { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self).escapedForJSON
}

extension String {
  /// The same JSON with what a terminal may act on as `\u202e`. An encoder escapes control characters
  /// alone; all that it writes itself is ASCII, so that anything else stands in a string.
  fileprivate var escapedForJSON: String {
    guard utf8.contains(where: { $0 >= 0x7f }) else { return self }
    return unicodeScalars.reduce(into: "") { text, scalar in
      let letter = String(scalar)
      let isShown = scalar.value < 0x7f || letter.printable == letter
      text += isShown ? letter : letter.utf16.map(Self.escape).joined()
    }
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

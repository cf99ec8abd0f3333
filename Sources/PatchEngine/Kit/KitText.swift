// SPDX-License-Identifier: Apache-2.0

import Base

/// The text that is allowed in the files of a kit: what a terminal, a mail and a patch show
/// unchanged.
///
/// The text is exported, printed and written into a kernel's sources, so control and format
/// characters are refused. Bytes that are not UTF-8 are allowed, because old sources contain them,
/// but not in the header of an entry: see `checkShown`.
enum KitText {
  private static let cure = "remove it: patches, mail and terminals would interpret it"

  /// Checks a file.
  ///
  /// - Throws: at the first line with a character that is not allowed.
  static func check(_ bytes: [UInt8], _ name: String) throws(PatchError) {
    guard bytes.contains(where: isSuspect) else { return }
    if let encoding = TextEncoding(bytes) {
      throw PatchError(name, encoding.problem, cure: encoding.cure)
    }
    guard !SourceText(bytes: bytes).hasForeignLineEnds else {
      throw PatchError(
        name, "has CRLF line ends", cure: "convert it (dos2unix); git: core.autocrlf=input")
    }
    let lines = bytes.split(separator: SourceText.newline, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where line.contains(where: isSuspect) {
      let text = String(validating: line, as: UTF8.self)
      let shown = text?.unicodeScalars.first { !isBlank($0) && String($0) != String($0).printable }
      let raw = line.first { isControl($0) }.map { Unicode.Scalar($0) }
      guard let scalar = shown ?? raw else { continue }
      throw PatchError("\(name):\(index + 1)", "has the character \(named(scalar))", cure: cure)
    }
  }

  /// Checks one line of text that is shown to users.
  ///
  /// - Throws: if it is not UTF-8, or contains a character that is not printable.
  static func checkShown(_ bytes: some Sequence<UInt8>, _ place: String) throws(PatchError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw PatchError(place, "is not UTF-8", cure: "convert it (iconv -t UTF-8)")
    }
    if let scalar = text.unicodeScalars.first(where: { String($0) != String($0).printable }) {
      throw PatchError(place, "has the character \(named(scalar))", cure: cure)
    }
  }

  /// The name of a character in errors: `U+001B (ESC)`.
  static func named(_ scalar: Unicode.Scalar) -> String {
    let digits = "U+" + hexDigits(scalar.value, width: 4).uppercased()
    let name = names[scalar] ?? scalar.properties.name
    return digits + (name.map { " (\($0))" } ?? "")
  }

  private static let names: [Unicode.Scalar: String] = [
    "\0": "NUL", "\u{7}": "BEL", "\u{8}": "backspace", "\t": "tab", "\u{c}": "form feed",
    "\r": "carriage return", "\u{1b}": "ESC", "\u{7f}": "DEL",
  ]

  /// Whether a character separates words, lines or pages in sources.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar == "\u{c}"
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != UInt8(ascii: "\t") && byte != SourceText.newline && byte != 0xc)
      || byte == 0x7f
  }

  private static func isSuspect(_ byte: UInt8) -> Bool { byte >= 0x7f || isControl(byte) }
}

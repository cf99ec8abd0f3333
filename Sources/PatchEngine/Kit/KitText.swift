// SPDX-License-Identifier: Apache-2.0

import Base

/// What the files of a kit may hold: text that a terminal, a mail or a patch shows as it is.
///
/// Nothing else is exported, printed or put into a kernel's sources. Bytes that are not UTF-8 are
/// allowed, as old sources have them; not in what an entry says of itself, see `checkShown`.
enum KitText {
  private static let cure = "remove it: patches, mails and terminals would act on it"

  /// - Throws: at the first line that has something else.
  static func check(_ bytes: [UInt8], _ name: String) throws(PatchError) {
    guard bytes.contains(where: isSuspect) else { return }
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

  /// Of what is shown to people, in one line.
  static func checkShown(_ bytes: some Sequence<UInt8>, _ place: String) throws(PatchError) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw PatchError(place, "is not UTF-8", cure: "convert it (iconv -t UTF-8)")
    }
    if let scalar = text.unicodeScalars.first(where: { String($0) != String($0).printable }) {
      throw PatchError(place, "has the character \(named(scalar))", cure: cure)
    }
  }

  /// `U+001B (ESC)`
  static func named(_ scalar: Unicode.Scalar) -> String {
    let digits = "U+" + hexDigits(scalar.value, width: 4).uppercased()
    let name = names[scalar] ?? scalar.properties.name
    return digits + (name.map { " (\($0))" } ?? "")
  }

  private static let names: [Unicode.Scalar: String] = [
    "\0": "NUL", "\u{7}": "BEL", "\u{8}": "backspace", "\t": "tab", "\u{c}": "form feed",
    "\r": "carriage return", "\u{1b}": "ESC", "\u{7f}": "DEL",
  ]

  /// What separates words, lines and pages in sources.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\t" || scalar == "\u{c}"
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    (byte < 0x20 && byte != UInt8(ascii: "\t") && byte != SourceText.newline && byte != 0xc)
      || byte == 0x7f
  }

  private static func isSuspect(_ byte: UInt8) -> Bool { byte >= 0x7f || isControl(byte) }
}

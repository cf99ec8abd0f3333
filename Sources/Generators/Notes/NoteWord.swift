// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// A word of a description, with its position.
struct NoteWord {
  let text: String
  let line: Int
  let column: Int

  func problem(_ message: String) -> NoteFile.Problem {
    NoteFile.Problem(line: line, column: column, message: message)
  }

  /// The beginning of the word for a message: a word can have any length.
  private var shown: String { Self.shown(text) }

  private static func shown(_ text: String) -> String {
    text.count > 60 ? String(text.prefix(60)) + "…" : text
  }

  /// Converts the word to the value of a note.
  func value(
    of note: XenNote, _ architecture: Architecture
  ) throws(NoteFile.Problem) -> NoteDescription.Value {
    guard !text.isEmpty else { throw problem("\(note.name) needs a value") }
    try checkChoice(of: note)
    switch note.descriptor {
    case .string: return .string(try string(of: note))
    case .number, .address: return try number(of: note, architecture)
    case .bitmap: return .number(try bits())
    case .numberPairs, .relocation, .opaque:
      throw problem("\(note.name) cannot be described in this way; write it in assembly")
    }
  }

  private func checkChoice(of note: XenNote) throws(NoteFile.Problem) {
    guard let choices = note.choices else { return }
    let value = Self.number(text).map(String.init) ?? text.filter { $0 != "\"" }
    guard !choices.contains(value) else { return }
    throw problem("\(note.name) is \(choices.joined(separator: " or ")), not \(shown)")
  }

  private func string(of note: XenNote) throws(NoteFile.Problem) -> String {
    let isQuoted = text.hasPrefix("\"")
    guard !isQuoted || (text.count > 1 && text.hasSuffix("\"")) else {
      throw problem("the closing quotation mark is missing")
    }
    let inner = isQuoted ? String(text.dropFirst().dropLast()) : text
    let isPlain = inner.unicodeScalars.allSatisfy { (32..<127).contains($0.value) }
    guard isPlain, !inner.contains("\""), !inner.contains("\\") else {
      throw problem("only printable ASCII without quotation marks and backslashes")
    }
    guard inner.utf8.count < 4096 else {
      throw problem("loaders skip a note whose text is longer than 4096 bytes")
    }
    if note.number == XenNote.features.number { try checkFeatures(inner) }
    return inner
  }

  /// Checks the names of features: loaders refuse an unknown required feature, and ignore an
  /// unknown optional one.
  private func checkFeatures(_ list: String) throws(NoteFile.Problem) {
    for token in list.split(separator: "|") {
      let name = String(token.drop { $0 == "!" })
      guard XenFeature.named(byLoader: name) == nil else { continue }
      let known = XenFeature.all.compactMap(\.loaderName).joined(separator: ", ")
      throw problem("loaders know no feature \(Self.shown(name)); they know \(known)")
    }
  }

  private func number(
    of note: XenNote, _ architecture: Architecture
  ) throws(NoteFile.Problem) -> NoteDescription.Value {
    if let first = text.unicodeScalars.first, ("0"..."9").contains(first) {
      guard let number = Self.number(text) else { throw problem("\(shown) is not a number") }
      guard architecture == .x86_64 || number <= UInt64(UInt32.max) else {
        throw problem("\(shown) does not fit the 32 bits of an i386 kernel's address")
      }
      return .number(number)
    }
    let allowed = text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789_.$+-() ".unicodeScalars.contains($0))
    }
    guard allowed else { throw problem("\(shown) is neither a number nor a symbol") }
    let isPhysical = note.number == XenNote.phys32Entry.number
    return isPhysical ? .symbol32(text) : .symbol(text)
  }

  private static func noFeature(_ name: String) -> String {
    let near = Nearest.names(name, among: XenFeature.all.map(\.name))
    let hint =
      name.contains(",") || name.contains(" ")
      ? "; names of features are separated by |"
      : near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
    return "there is no feature \(shown(name))\(hint)"
  }

  /// A bitmap: a number, or names of features separated by `|`.
  private func bits() throws(NoteFile.Problem) -> UInt64 {
    if let number = Self.number(text) { return number }
    var bits: UInt64 = 0
    for token in text.split(separator: "|") {
      guard let feature = XenFeature.all.first(where: { $0.name == token }), feature.bit < 64 else {
        throw problem(Self.noFeature(String(token)))
      }
      bits |= 1 << UInt64(feature.bit)
    }
    return bits
  }

  private static func number(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text)
  }
}

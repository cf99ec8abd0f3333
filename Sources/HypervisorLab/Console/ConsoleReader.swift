// SPDX-License-Identifier: Apache-2.0

/// Cuts the bytes of a serial port into lines and tells Xen's lines from a domain's.
///
/// Xen begins each of its own with `(XEN) `, also in the middle of a line that a domain has not
/// ended; a domain's output stands as the domain wrote it.
struct ConsoleReader {
  static let mark = "(XEN) "
  /// A domain that never ends its line gets it ended here, in bytes.
  static let longestLine = 1 << 14

  /// Who speaks where Xen does not.
  let domain: ConsoleLine.Speaker
  private var line: [UInt8] = []

  init(domain: ConsoleLine.Speaker) { self.domain = domain }

  /// What the domain has written of a line that has not ended yet; nothing when Xen is writing,
  /// or may be.
  var pending: String {
    let text = text(line[...])
    return text.contains(Self.mark) || Self.mark.hasPrefix(text) ? "" : text
  }

  /// The lines that these bytes end.
  mutating func read(_ bytes: [UInt8]) -> [ConsoleLine] {
    var lines: [ConsoleLine] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let room = Self.longestLine - line.count
      let part = rest.prefix(room).prefix { $0 != UInt8(ascii: "\n") }
      line += part
      rest = rest.dropFirst(part.count)
      guard part.count == room || !rest.isEmpty else { break }
      if part.count < room { rest = rest.dropFirst() }
      lines += finish()
    }
    return lines
  }

  /// The line that has not ended, when the console is closed.
  mutating func finish() -> [ConsoleLine] {
    defer { line = [] }
    let mark = Array(Self.mark.utf8)
    guard let start = line.indices.first(where: { line[$0...].starts(with: mark) }) else {
      // A line that Xen leaves empty loses its last blank to nobody, but an old one might.
      return text(line[...]) == "(XEN)" ? [ConsoleLine(.hypervisor, "")] : [domainLine(line[...])]
    }
    let own = ConsoleLine(.hypervisor, text(line[(start + mark.count)...]))
    // The PV shim, which has the domain's console, returns the carriage first.
    return text(line[..<start]).isEmpty ? [own] : [domainLine(line[..<start]), own]
  }

  /// Xen passes on what an HVM domain writes to port 0xe9 as `(d1) text`.
  private func domainLine(_ bytes: ArraySlice<UInt8>) -> ConsoleLine {
    let text = text(bytes)
    guard domain == .toolstack, text.hasPrefix("(d"), let end = text.firstIndex(of: ")"),
      let number = Int(text[..<end].dropFirst(2)), number > 0
    else { return ConsoleLine(domain, text) }
    return ConsoleLine(.guest, String(text[end...].dropFirst(2)))
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }
}

// SPDX-License-Identifier: Apache-2.0

/// Splits the bytes of a serial port into lines, and separates Xen's lines from a domain's.
///
/// Xen begins each of its lines with `(XEN) `, even in the middle of a domain's unfinished line.
/// The output of a domain is as the domain wrote it.
struct ConsoleReader {
  static let mark = "(XEN) "
  /// The length in bytes at which an unfinished line of a domain is cut.
  static let longestLine = 1 << 14

  /// The speaker of the lines that are not Xen's.
  let domain: ConsoleLine.Speaker
  private var line: [UInt8] = []

  init(domain: ConsoleLine.Speaker) { self.domain = domain }

  /// The domain's unfinished line; empty if it is, or may become, a line of Xen.
  var pending: String {
    let text = text(line[...])
    return text.contains(Self.mark) || Self.mark.hasPrefix(text) ? "" : text
  }

  /// The lines that end with these bytes.
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

  /// The unfinished line, when the console is closed.
  mutating func finish() -> [ConsoleLine] {
    defer { line = [] }
    let mark = Array(Self.mark.utf8)
    guard let start = line.indices.first(where: { line[$0...].starts(with: mark) }) else {
      // An empty line of Xen may have lost the blank after its prefix.
      return text(line[...]) == "(XEN)" ? [ConsoleLine(.hypervisor, "")] : [domainLine(line[...])]
    }
    let own = ConsoleLine(.hypervisor, text(line[(start + mark.count)...]))
    // The PV shim, which shares the domain's console, begins its lines with a carriage return.
    return text(line[..<start]).isEmpty ? [own] : [domainLine(line[..<start]), own]
  }

  /// A line of the domain. Xen prints what an HVM domain writes to port 0xe9 as `(d1) text`.
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

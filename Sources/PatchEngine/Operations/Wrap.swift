// SPDX-License-Identifier: Apache-2.0

/// Keeps the region for a kernel without a symbol, and gives a kernel with the symbol other lines,
/// or none.
struct Wrap: Operation {
  static let keyword = "wrap"
  static let form = "wrap SYMBOL: TEXT"
  let symbol: String?
  private let condition: String
  private let text: [UInt8]

  init?(words: [String], text: [UInt8]?) {
    guard words.count == 1, let text else { return nil }
    condition = words[0]
    symbol = condition
    self.text = text
  }

  var dropsLines: Bool { true }

  func change(at place: EditPlace, in _: SourceText) -> ControlBody.Change? {
    ControlBody.hasCode(text)
      ? .substitution(place.lines, text) : .removal(place.lines.lowerBound)
  }

  var emptyStatement: String { "wrap \(condition): ;" }

  func wrapped(at place: EditPlace) -> Range<Int>? { place.lines }

  func splices(at place: EditPlace, in source: SourceText, path: String) throws(EditError)
    -> [Splice]
  {
    let (start, end) = (place.lines.lowerBound, place.lines.upperBound)
    guard let mark = Insertion.mark(path) else {
      throw Insertion.error(path, "to wrap lines in")
    }
    guard Conditionals.areWhole(source.bytes[place.lines], mark) else {
      throw EditError(
        "the lines to wrap contain an \(mark)if without its \(mark)endif, or the reverse")
    }
    return [
      Splice(start..<start, opening(mark), rank: .opening),
      Splice(end..<end, source.newline(before: end) + Array("\(mark)endif\n".utf8), rank: .closing),
    ]
  }

  private func opening(_ mark: String) -> [UInt8] {
    guard !text.isEmpty else { return Array("\(mark)ifndef \(condition)\n".utf8) }
    return Array("\(mark)ifdef \(condition)\n".utf8) + text.asLines + Array("\(mark)else\n".utf8)
  }
}

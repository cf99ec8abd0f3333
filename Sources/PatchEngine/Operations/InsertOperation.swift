// SPDX-License-Identifier: Apache-2.0

/// An operation that only inserts lines. The operations differ in where they insert them.
protocol InsertOperation: Operation {
  var insertion: Insertion { get }

  init(insertion: Insertion)
}

extension InsertOperation {
  static var needsText: Bool { true }

  init?(words: [String], text: [UInt8]?) {
    guard let insertion = Insertion(words: words, text: text) else { return nil }
    self.init(insertion: insertion)
  }

  var symbol: String? { insertion.symbol }
}

extension SourceText {
  /// The newline to insert before a new line at `offset`: empty, unless the file's last line lacks
  /// its newline.
  func newline(before offset: Int) -> [UInt8] {
    offset > 0 && bytes[offset - 1] != Self.newline ? [Self.newline] : []
  }
}

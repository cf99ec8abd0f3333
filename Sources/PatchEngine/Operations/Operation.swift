// SPDX-License-Identifier: Apache-2.0

/// What an edit does at its place: one type a file, a row in `Operations.all`.
protocol Operation: Sendable {
  /// The word that an entry writes.
  static var keyword: String { get }
  /// How an entry writes it: `wrap SYMBOL: TEXT`.
  static var form: String { get }
  /// Whether it happens at an anchor.
  static var needsAnchor: Bool { get }
  /// Whether it does nothing without a text.
  static var needsText: Bool { get }

  /// - Parameters:
  ///   - words: what stands between the keyword and the colon.
  ///   - text: what stands behind the colon; nil without a colon.
  /// - Returns: nil when it is not written as `form` says.
  init?(words: [String], text: [UInt8]?)

  /// What takes the place of the anchor or the region; nil when it stays.
  var replacement: [UInt8]? { get }
  /// Whether lines of the place no longer count, at least for a kernel with `symbol`.
  var dropsLines: Bool { get }
  /// The symbol on which the preprocessor or make is to look.
  var symbol: String? { get }

  func splices(at place: Place, in text: SourceText, path: String) throws(Misfit) -> [Splice]
  /// What it does to the statements of C at its place; nil for nothing that could make another one a
  /// body.
  func change(at place: Place, in text: SourceText) -> ControlBody.Change?
  /// How an entry leaves an empty statement in the place of what it takes away.
  var emptyStatement: String { get }
  /// What it takes out of the file; nil for nothing.
  func removed(at place: Place) -> Range<Int>?
  /// The lines that it puts into a condition of the preprocessor or make; nil for none.
  func wrapped(at place: Place) -> Range<Int>?
}

extension Operation {
  func change(at _: Place, in _: SourceText) -> ControlBody.Change? { nil }
  var emptyStatement: String { "replace: ;" }
  func removed(at _: Place) -> Range<Int>? { nil }
  func wrapped(at _: Place) -> Range<Int>? { nil }
  var replacement: [UInt8]? { nil }
  var dropsLines: Bool { false }
  var symbol: String? { nil }
  static var needsAnchor: Bool { true }
  static var needsText: Bool { false }
}

enum Operations {
  static let all: [any Operation.Type] = [
    Replace.self, Before.self, After.self, Wrap.self, Delete.self, Append.self,
  ]
}

extension [UInt8] {
  /// As whole lines: nothing for nothing, else with a newline at the end.
  var asLines: [UInt8] { isEmpty ? [] : self + [SourceText.newline] }
}

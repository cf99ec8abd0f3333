// SPDX-License-Identifier: Apache-2.0

/// What an edit does at its place. Each operation is a type in its own file, listed in
/// `Operations.all`.
protocol Operation: Sendable {
  /// The keyword in an entry.
  static var keyword: String { get }
  /// The notation in an entry: `wrap SYMBOL: TEXT`.
  static var form: String { get }
  /// Whether the operation requires an anchor.
  static var needsAnchor: Bool { get }
  /// Whether the operation requires a text that is not empty.
  static var needsText: Bool { get }

  /// - Parameters:
  ///   - words: the words between the keyword and the colon.
  ///   - text: the text after the colon; nil if there is no colon.
  /// - Returns: nil if the operation is not written as in `form`.
  init?(words: [String], text: [UInt8]?)

  /// The text that replaces the anchor or the region; nil if it is not replaced.
  var replacement: [UInt8]? { get }
  /// Whether lines of the place are dropped, at least for a kernel with `symbol`.
  var dropsLines: Bool { get }
  /// The symbol that the preprocessor or make tests; nil for none.
  var symbol: String? { get }

  /// The splices at a place.
  ///
  /// - Parameter path: the path of the file, which decides the kind of conditions.
  /// - Throws: if the operation is not possible in the file.
  func splices(at place: EditPlace, in text: SourceText, path: String) throws(EditError) -> [Splice]
  /// The effect on the C statements at the place; nil if it cannot change which statement is the
  /// body of another one.
  func change(at place: EditPlace, in text: SourceText) -> ControlBody.Change?
  /// How an entry leaves an empty statement in place of a removed one, for messages.
  var emptyStatement: String { get }
  /// The range that is removed from the file; nil for none.
  func removed(at place: EditPlace) -> Range<Int>?
  /// The lines that are enclosed in a condition of the preprocessor or make; nil for none.
  func wrapped(at place: EditPlace) -> Range<Int>?
}

extension Operation {
  func change(at _: EditPlace, in _: SourceText) -> ControlBody.Change? { nil }
  var emptyStatement: String { "replace: ;" }
  func removed(at _: EditPlace) -> Range<Int>? { nil }
  func wrapped(at _: EditPlace) -> Range<Int>? { nil }
  var replacement: [UInt8]? { nil }
  var dropsLines: Bool { false }
  var symbol: String? { nil }
  static var needsAnchor: Bool { true }
  static var needsText: Bool { false }
}

enum Operations {
  static let all: [any Operation.Type] = [
    Replace.self, InsertBefore.self, InsertAfter.self, Wrap.self, Delete.self, Append.self,
  ]
}

extension [UInt8] {
  /// The text as whole lines: with a newline at the end, unless it is empty.
  var asLines: [UInt8] { isEmpty ? [] : self + [SourceText.newline] }
}

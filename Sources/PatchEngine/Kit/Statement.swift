// SPDX-License-Identifier: Apache-2.0

/// A statement of an entry: `find 2 times: TEXT`, or `find:` with a block on the next lines.
struct Statement: Sendable, Equatable {
  /// The number of the statement's first line, from 1.
  let line: Int
  /// The words before the colon; all words if there is no colon.
  let words: [String]
  /// The text after the colon, or in the block; nil if there is no colon.
  let text: [UInt8]?

  var keyword: String { words.first ?? "" }
  /// The text as characters, for messages.
  var string: String { String(decoding: text ?? [], as: UTF8.self) }
}

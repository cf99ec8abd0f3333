// SPDX-License-Identifier: Apache-2.0

/// One statement of an entry: `find 2 times: TEXT`, or `find:` with a block on the next lines.
struct Statement: Sendable, Equatable {
  /// Where it stands, from 1.
  let line: Int
  /// What stands before the colon, word by word; all of it where there is no colon.
  let words: [String]
  /// What stands behind the colon, or in the block; nil where there is no colon.
  let text: [UInt8]?

  var keyword: String { words.first ?? "" }
  /// The text as characters, for what is said to people.
  var string: String { String(decoding: text ?? [], as: UTF8.self) }
}

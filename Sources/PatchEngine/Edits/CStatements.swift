// SPDX-License-Identifier: Apache-2.0

/// Parses the statements of C text, as far as their ends can be determined without expanding
/// macros.
struct CStatements {
  private(set) var count = 0
  /// Whether the last statement ends in an `if` without an `else`. An `else` after the text would
  /// then belong to that `if`.
  private(set) var endsInIf = false
  private let words: [String]

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    words = CTokens(bytes, range).all.map(\.text)
    var next = 0
    while next < words.count {
      next = max(next + 1, statement(next))
      count += 1
    }
  }

  private func word(_ index: Int) -> String? { index < words.count ? words[index] : nil }

  /// - Returns: the index of the token after the statement that begins at `start`.
  private mutating func statement(_ start: Int) -> Int {
    // The number of `if` heads before the current body that have no `else` yet.
    var (next, ifs) = (start, 0)
    while true {
      while let word = word(next) {
        if word == "else" {
          next += 1
        } else if ControlBody.isControl(word), self.word(next + 1) == "(" {
          if word == "if" { ifs += 1 }
          next = closing(next + 1)
        } else {
          break
        }
      }
      if word(next) == "do" { next = behindDo(next) }
      next = word(next) == "{" ? closing(next) : simple(next)
      guard ifs > 0, word(next) == "else" else { break }
      (next, ifs) = (next + 1, ifs - 1)
    }
    endsInIf = ifs > 0
    return next
  }

  /// The index of the token after the body of a `do`.
  private func behindDo(_ start: Int) -> Int {
    word(start + 1) == "{" ? closing(start + 1) : simple(start + 1)
  }

  /// The index of the token after the next semicolon that is not inside brackets.
  private func simple(_ start: Int) -> Int {
    var next = start
    while let word = word(next) {
      if word == ";" { return next + 1 }
      next = ["(", "{", "["].contains(word) ? closing(next) : next + 1
    }
    return next
  }

  /// The index of the token after the bracket that closes the one at `start`.
  private func closing(_ start: Int) -> Int {
    var (next, depth) = (start, 0)
    while let word = word(next) {
      next += 1
      if ["(", "{", "["].contains(word) { depth += 1 }
      if [")", "}", "]"].contains(word) { depth -= 1 }
      if depth == 0 { break }
    }
    return next
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The statements of a text of C, as far as their ends can be seen without its macros.
struct CStatements {
  private(set) var count = 0
  /// Whether the last one ends in an `if` without an `else`: one that follows would be its.
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

  /// - Returns: what is behind the statement that begins there.
  private mutating func statement(_ start: Int) -> Int {
    // Heads of `if` before the body at hand that had no `else` yet.
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

  /// Behind the body of `do`.
  private func behindDo(_ start: Int) -> Int {
    word(start + 1) == "{" ? closing(start + 1) : simple(start + 1)
  }

  /// Behind the next semicolon that is in nothing else.
  private func simple(_ start: Int) -> Int {
    var next = start
    while let word = word(next) {
      if word == ";" { return next + 1 }
      next = ["(", "{", "["].contains(word) ? closing(next) : next + 1
    }
    return next
  }

  /// Behind the sign that closes the one there.
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

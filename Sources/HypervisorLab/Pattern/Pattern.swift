// SPDX-License-Identifier: Apache-2.0

/// A regular expression that takes time proportional to the text, whatever the text is. All
/// possible matches are followed at once, and none twice (Thompson's algorithm). So a guest cannot
/// print a line that blocks the reader.
///
/// It supports what such a matcher can: characters, `.`, classes, `\d \w \s` and their opposites,
/// groups, `|`, `* + ? {n,m}`, `^`, `$`, `\b`, and `(?i)` at the start. Look-around and back
/// references are refused.
public struct Pattern: Sendable {
  /// One step of the matcher.
  enum Step: Sendable {
    /// Matches one letter.
    case letter(LetterSet)
    /// Continues at both places.
    case split(Int, Int)
    case jump(Int)
    case assert(Assertion)
    case match
  }

  /// A condition between two letters.
  enum Assertion: Sendable { case start, end, wordEdge, noWordEdge }

  /// The reason why a text is not a valid expression.
  public struct Problem: Error, Equatable {
    /// The problem, for an error message.
    public let message: String
  }

  let steps: [Step]
  let ignoresCase: Bool

  /// - Throws: `Problem` if the text is not a regular expression, or cannot be matched in linear
  ///   time.
  public init(_ text: String) throws(Problem) {
    var parser = PatternParser(text)
    let node = try parser.pattern()
    var program = PatternProgram()
    try program.add(node)
    steps = program.steps + [.match]
    ignoresCase = parser.ignoresCase
  }

  /// Whether the text contains a match.
  public func matches(in text: String) -> Bool {
    var letters = Array(text.unicodeScalars)
    if ignoresCase { letters = letters.map(\.folded) }
    var (now, next) = (Places(steps.count), Places(steps.count))
    for index in 0...letters.count {
      // A match may begin at any letter.
      if follow(0, letters, index, &now) { return true }
      guard index < letters.count else { break }
      next.removeAll()
      for place in now.list {
        guard case .letter(let set) = steps[place], set.contains(letters[index]) else { continue }
        if follow(place + 1, letters, index + 1, &next) { return true }
      }
      swap(&now, &next)
    }
    return false
  }

  /// Adds a place and all that it leads to without a letter; true if that completes a match.
  private func follow(
    _ place: Int, _ letters: [Unicode.Scalar], _ index: Int, _ places: inout Places
  ) -> Bool {
    var open = [place]
    while let place = open.popLast() {
      guard places.insert(place) else { continue }
      switch steps[place] {
      case .letter: break
      case .split(let one, let other): open += [other, one]
      case .jump(let target): open.append(target)
      case .assert(let assertion):
        if assertion.holds(in: letters, at: index) { open.append(place + 1) }
      case .match: return true
      }
    }
    return false
  }

  /// A set of places in the program.
  private struct Places {
    private(set) var list: [Int] = []
    private var isIn: [Bool]

    init(_ count: Int) { isIn = Array(repeating: false, count: count) }

    mutating func insert(_ place: Int) -> Bool {
      guard !isIn[place] else { return false }
      isIn[place] = true
      list.append(place)
      return true
    }

    mutating func removeAll() {
      for place in list { isIn[place] = false }
      list.removeAll(keepingCapacity: true)
    }
  }
}

extension Pattern.Assertion {
  fileprivate func holds(in letters: [Unicode.Scalar], at index: Int) -> Bool {
    switch self {
    case .start: return index == 0
    case .end: return index == letters.count
    case .wordEdge, .noWordEdge:
      let before = index > 0 && LetterSet.word.contains(letters[index - 1])
      let after = index < letters.count && LetterSet.word.contains(letters[index])
      return (before != after) == (self == .wordEdge)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// A node of a parsed regular expression.
indirect enum PatternNode: Sendable {
  case letter(LetterSet)
  case assert(Pattern.Assertion)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// A repetition; `most` is nil for no limit.
  case repetition(PatternNode, least: Int, most: Int?)
}

/// Parses a regular expression.
struct PatternParser {
  private static let deepest = 64
  private static let mostRepeats = 1000

  private var rest: ArraySlice<Unicode.Scalar>
  private var depth = 0
  private(set) var ignoresCase = false

  init(_ text: String) {
    rest = Array(text.unicodeScalars)[...]
    if rest.starts(with: "(?i)".unicodeScalars) {
      ignoresCase = true
      rest = rest.dropFirst(4)
    }
  }

  /// Parses the whole expression.
  mutating func pattern() throws(Pattern.Problem) -> PatternNode {
    let node = try choice()
    guard rest.isEmpty else { throw Pattern.Problem(message: "a ) that closes nothing") }
    return node
  }

  private mutating func choice() throws(Pattern.Problem) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else {
      throw Pattern.Problem(message: "groups nested more than \(Self.deepest) deep")
    }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(Pattern.Problem) -> PatternNode {
    var parts: [PatternNode] = []
    while let next = rest.first, next != "|", next != ")" {
      parts.append(try repeated(try atom()))
    }
    return .sequence(parts)
  }

  /// Parses the repetition operators after an atom.
  private mutating func repeated(_ atom: PatternNode) throws(Pattern.Problem) -> PatternNode {
    var node = atom
    while let (least, most) = try count() {
      node = .repetition(node, least: least, most: most)
      // Lazy or greedy makes no difference to whether there is a match.
      if !take("?"), take("+") {
        throw Pattern.Problem(message: "possessive repetition is not supported")
      }
    }
    return node
  }

  private mutating func count() throws(Pattern.Problem) -> (Int, Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard rest.first == "{", let close = rest.firstIndex(of: "}") else { return nil }
    let inner = String(String.UnicodeScalarView(rest[rest.index(after: rest.startIndex)..<close]))
    let sides = inner.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    // A brace that is not a count is an ordinary letter.
    guard (1...2).contains(sides.count), let least = sides[0] else { return nil }
    let hasEnd = sides.count == 1 || !inner.hasSuffix(",")
    let most = sides.count == 1 ? least : sides[1]
    guard least >= 0, max(least, most ?? 0) <= Self.mostRepeats, !hasEnd || most ?? -1 >= least
    else { throw Pattern.Problem(message: "{\(inner)} is not a count up to \(Self.mostRepeats)") }
    rest = rest[rest.index(after: close)...]
    return (least, most)
  }

  private mutating func atom() throws(Pattern.Problem) -> PatternNode {
    let letter = rest.removeFirst()
    switch letter {
    case "(": return try group()
    case "[": return .letter(try letterClass())
    case ".": return .letter(.any)
    case "^": return .assert(.start)
    case "$": return .assert(.end)
    case "\\": return try escape()
    case "*", "+", "?": throw Pattern.Problem(message: "nothing before \(letter)")
    default: return .letter(plain(letter))
    }
  }

  private mutating func group() throws(Pattern.Problem) -> PatternNode {
    if take("?") {
      guard take(":") else {
        throw Pattern.Problem(message: "of (?… only (?: and, in front, (?i) are supported")
      }
    }
    let node = try choice()
    guard take(")") else { throw Pattern.Problem(message: "a ( that is not closed") }
    return node
  }

  private mutating func escape() throws(Pattern.Problem) -> PatternNode {
    guard let letter = rest.first else { throw Pattern.Problem(message: "ends with \\") }
    if take("b") { return .assert(.wordEdge) }
    if take("B") { return .assert(.noWordEdge) }
    if let set = LetterSet.escaped[letter] {
      rest.removeFirst()
      return .letter(set)
    }
    return .letter(plain(try escapedLetter()))
  }

  /// Parses the letter after a backslash.
  private mutating func escapedLetter() throws(Pattern.Problem) -> Unicode.Scalar {
    guard let letter = rest.popFirst() else { throw Pattern.Problem(message: "ends with \\") }
    let controls: [Unicode.Scalar: Unicode.Scalar] = [
      "t": "\t", "n": "\n", "r": "\r", "f": "\u{c}", "v": "\u{b}", "e": "\u{1b}", "0": "\0",
    ]
    if let control = controls[letter] { return control }
    if letter == "x" {
      let digits = String(String.UnicodeScalarView(rest.prefix(2)))
      guard digits.count == 2, let value = UInt8(digits, radix: 16) else {
        throw Pattern.Problem(message: "\\x needs two hexadecimal digits")
      }
      rest = rest.dropFirst(2)
      return Unicode.Scalar(value)
    }
    guard !letter.properties.isAlphabetic, letter.properties.numericType == nil else {
      throw Pattern.Problem(message: "\\\(letter) is not supported")
    }
    return letter
  }

  /// Parses a class such as `[a-z_]`, `[^[:digit:]]` or `[]x]`.
  private mutating func letterClass() throws(Pattern.Problem) -> LetterSet {
    var set = LetterSet()
    let isInverted = take("^")
    var isFirst = true
    while let letter = rest.popFirst() {
      if letter == "]", !isFirst {
        let all = ignoresCase ? set.folded : set
        return isInverted ? all.inverted : all
      }
      isFirst = false
      if letter == "[", rest.first == ":", let named = try namedClass() {
        set.insert(named)
      } else if letter == "\\", let escaped = rest.first.flatMap({ LetterSet.escaped[$0] }) {
        rest.removeFirst()
        set.insert(escaped)
      } else {
        let first = letter == "\\" ? try escapedLetter() : letter
        set.insert(first...(try rangeEnd(from: first)))
      }
    }
    throw Pattern.Problem(message: "a [ that is not closed")
  }

  private mutating func rangeEnd(
    from first: Unicode.Scalar
  ) throws(Pattern.Problem) -> Unicode.Scalar {
    guard rest.first == "-", let next = rest.dropFirst().first, next != "]" else { return first }
    rest = rest.dropFirst(2)
    let last = next == "\\" ? try escapedLetter() : next
    guard first <= last else { throw Pattern.Problem(message: "\(first)-\(last) is out of order") }
    return last
  }

  private mutating func namedClass() throws(Pattern.Problem) -> LetterSet? {
    let name = rest.dropFirst().prefix { $0.properties.isAlphabetic }
    let end = rest.dropFirst(1 + name.count)
    guard end.starts(with: ":]".unicodeScalars) else { return nil }
    guard let set = LetterSet.named[String(String.UnicodeScalarView(name))] else {
      throw Pattern.Problem(message: "no class of that name in [[:…:]]")
    }
    rest = end.dropFirst(2)
    return set
  }

  private func plain(_ letter: Unicode.Scalar) -> LetterSet {
    let letter = ignoresCase ? letter.folded : letter
    return LetterSet(letter...letter)
  }

  private mutating func take(_ letter: Unicode.Scalar) -> Bool {
    guard rest.first == letter else { return false }
    rest.removeFirst()
    return true
  }
}

/// Compiles a parsed expression to steps.
struct PatternProgram {
  /// The most steps, because each may be taken for every letter of a line.
  private static let mostSteps = 2000

  private(set) var steps: [Pattern.Step] = []

  mutating func add(_ node: PatternNode) throws(Pattern.Problem) {
    guard steps.count < Self.mostSteps else {
      throw Pattern.Problem(message: "more than \(Self.mostSteps) steps, repetitions written out")
    }
    switch node {
    case .letter(let set): steps.append(.letter(set))
    case .assert(let assertion): steps.append(.assert(assertion))
    case .sequence(let parts): for part in parts { try add(part) }
    case .choice(let branches): try add(choice: branches)
    case .repetition(let part, let least, let most):
      for _ in 0..<least { try add(part) }
      guard let most else { return try add(endless: part) }
      for _ in least..<most { try add(optional: part) }
    }
  }

  private mutating func add(choice branches: [PatternNode]) throws(Pattern.Problem) {
    var ends: [Int] = []
    for (index, branch) in branches.enumerated() {
      guard index < branches.count - 1 else {
        try add(branch)
        break
      }
      let split = reserve()
      try add(branch)
      ends.append(reserve())
      steps[split] = .split(split + 1, steps.count)
    }
    for end in ends { steps[end] = .jump(steps.count) }
  }

  private mutating func add(endless part: PatternNode) throws(Pattern.Problem) {
    let split = reserve()
    try add(part)
    steps.append(.jump(split))
    steps[split] = .split(split + 1, steps.count)
  }

  private mutating func add(optional part: PatternNode) throws(Pattern.Problem) {
    let split = reserve()
    try add(part)
    steps[split] = .split(split + 1, steps.count)
  }

  /// Reserves a step that is set later.
  private mutating func reserve() -> Int {
    steps.append(.match)
    return steps.count - 1
  }
}

// SPDX-License-Identifier: Apache-2.0

import Loaders

/// An explanation of loaders' messages: the rules on what can cause them, and, if they depend on
/// the domain, the release or the file, their meaning.
///
/// Every message of the loaders' models is in `all`; a test extracts the messages from the models'
/// sources.
public struct LoaderWords: Sendable {
  /// Parts of messages, in lower case and without numbers. A message that contains one of them
  /// matches.
  let parts: [String]
  /// The rules that may find the cause, the most likely one first.
  public let rules: [any Rule.Type]
  /// What the message means, and what to do; nil if the rules explain it.
  public let meaning: String?
  /// Whether the message only says that something failed. It is ignored if a more specific one
  /// matches.
  public let isVague: Bool

  init(
    _ parts: [String], _ rules: [any Rule.Type] = [], meaning: String? = nil, isVague: Bool = false
  ) {
    (self.parts, self.rules, self.meaning, self.isVague) = (parts, rules, meaning, isVague)
  }

  /// The rows that match a text, such as a line of a log.
  ///
  /// Names of functions before the message, numbers, and text in parentheses are ignored, unless
  /// the parentheses contain a loader's message: that one is the cause. Of rows whose words are part
  /// of another row's words, only the other row matches. A text without a whole message matches the
  /// rows whose messages it is a part of.
  public static func about(_ text: String) -> [LoaderWords] {
    let text = deciding(text)
    let (whole, plain) = (flat(text), plain(text))
    let found = all.compactMap { row in row.longest(in: [whole, plain]).map { (row, words: $0) } }
    let rows =
      found.isEmpty
      ? all.filter { row in
        plain.count >= shortest && row.parts.contains { has(plain, in: $0) }
      }
      : found.filter { one in
        !found.contains { $0.words.count > one.words.count && $0.words.contains(one.words) }
      }.map(\.0)
    let clear = rows.filter { !$0.isVague }
    return clear.isEmpty ? rows : clear
  }

  /// The longest of the parts that one of the texts contains; nil if there is none.
  private func longest(in texts: [String]) -> String? {
    parts.filter { part in texts.contains { Self.has(part, in: $0) } }.max { $0.count < $1.count }
  }

  /// The part of a message that is the cause: what libelf says, or the message inside the first
  /// parentheses, if it is one of a loader's; else the whole message.
  public static func deciding(_ text: String) -> String {
    let libelf = text.firstRange(of: "libelf: ").map { String(text[$0.upperBound...]) }
    let start = text.firstIndex(of: "(").flatMap { $0 > text.startIndex ? $0 : nil }
    let inner = start.map { String(text[$0...].dropFirst().prefix { $0 != "(" }) }
    return [libelf, inner].compactMap(\.self).first(where: isOfLoader) ?? text
  }

  private static func isOfLoader(_ text: String) -> Bool {
    let words = flat(text)
    return all.contains { row in !row.isVague && row.parts.contains { has($0, in: words) } }
  }

  /// The meaning of a refusal, regardless of the findings of rules; nil if the rules explain it.
  static func meaning(of verdict: Verdict) -> String? {
    guard let reason = verdict.reason.map({ deciding($0).lowercased() }) else { return nil }
    return all.first { row in
      row.meaning != nil && row.parts.contains { has($0, in: reason) }
    }?.meaning
  }

  /// Whether words occur in a text, from the start of a word. The last word may be cut off, as in a
  /// line of a log that was too long.
  public static func has(_ words: String, in text: String) -> Bool {
    guard text.contains(words), let first = words.first else { return false }
    guard first.isLetter || first.isNumber else { return true }
    return text.ranges(of: words).contains { range in
      let before = text[..<range.lowerBound].last
      return before.map { !$0.isLetter && !$0.isNumber } ?? true
    }
  }

  /// The minimum length of a text that is only a part of a message; a shorter one would match
  /// almost every message.
  public static let shortest = 4

  /// The text in lower case and on one line.
  public static func flat(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The text without the names of functions at its start, text in parentheses, and numbers.
  public static func plain(_ text: String) -> String {
    var text = flat(text)
    while let match = text.firstMatch(of: #/^[a-z0-9_]+: /#) { text.removeSubrange(match.range) }
    while let match = text.firstMatch(of: #/\([^()]*\)/#) { text.removeSubrange(match.range) }
    // A line that was cut off may lack the closing parenthesis.
    text.replace(#/\(.*/#, with: "")
    text.replace(#/\b(0x[0-9a-f]+|[0-9]+)\b/#, with: "")
    return flat(text).trimmed(of: " .,:;!)")
  }
}

extension String {
  fileprivate func trimmed(of characters: String) -> String {
    let front = drop { characters.contains($0) }
    return String(front.reversed().drop { characters.contains($0) }.reversed())
  }
}

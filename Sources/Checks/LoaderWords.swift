// SPDX-License-Identifier: Apache-2.0

import Loaders

/// What the words of a loader are due to: the rules that lead to them, and, where they depend on the domain, the
/// release or the file, what they mean.
///
/// Every message of the loaders' models is in `all`; a test reads the models for it.
public struct LoaderWords: Sendable {
  /// Parts of messages, in small letters, without numbers; one of them is enough.
  let parts: [String]
  /// The rules that may find why, the most likely first.
  public let rules: [any Rule.Type]
  /// What the words say by themselves, and what to do; nil where the rules say it.
  public let meaning: String?
  /// They say no more than that it failed: beside others they do not count.
  let isVague: Bool

  init(
    _ parts: [String], _ rules: [any Rule.Type] = [], meaning: String? = nil, isVague: Bool = false
  ) {
    (self.parts, self.rules, self.meaning, self.isVague) = (parts, rules, meaning, isVague)
  }

  /// Those that such a text has, as a verdict or a log has it: a function's name before it, numbers and what
  /// is in parentheses do not matter, unless these are a loader's words, too: then they are why. Of a part of
  /// a message, those that have it.
  public static func about(_ text: String) -> [LoaderWords] {
    let text = deciding(text)
    let (whole, plain) = (flat(text), plain(text))
    let rows = all.filter { row in
      row.parts.contains { part in
        whole.contains(part) || plain.contains(part)
          || plain.count >= shortest && part.contains(plain)
      }
    }
    let clear = rows.filter { !$0.isVague }
    return clear.isEmpty ? rows : clear
  }

  /// The inner words of a message, from its first parenthesis on, if a loader has them; else the message.
  public static func deciding(_ text: String) -> String {
    guard let start = text.firstIndex(of: "("), start > text.startIndex else { return text }
    let inner = String(text[start...].dropFirst().prefix { $0 != "(" })
    let words = flat(inner)
    return all.contains { !$0.isVague && $0.parts.contains(where: words.contains) } ? inner : text
  }

  /// What a refusal means, whatever rules find; nil where that is left to them.
  static func meaning(of verdict: Verdict) -> String? {
    guard let reason = verdict.reason?.lowercased() else { return nil }
    return all.first { $0.meaning != nil && $0.parts.contains(where: reason.contains) }?.meaning
  }

  /// Of less, everything has something.
  public static let shortest = 4

  /// Small letters, in one line.
  public static func flat(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Without functions' names before it, what is in parentheses, and numbers.
  public static func plain(_ text: String) -> String {
    var text = flat(text)
    while let match = text.firstMatch(of: #/^[a-z0-9_]+: /#) { text.removeSubrange(match.range) }
    while let match = text.firstMatch(of: #/\([^()]*\)/#) { text.removeSubrange(match.range) }
    // A line that was cut off.
    text.replace(#/\(.*/#, with: "")
    text.replace(#/\b(0x[0-9a-f]+|[0-9]+)\b/#, with: "")
    return flat(text).trimmed(of: " .,:;!")
  }
}

extension String {
  fileprivate func trimmed(of characters: String) -> String {
    let front = drop { characters.contains($0) }
    return String(front.reversed().drop { characters.contains($0) }.reversed())
  }
}

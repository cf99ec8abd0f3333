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

  init(_ parts: [String], _ rules: [any Rule.Type] = [], meaning: String? = nil) {
    (self.parts, self.rules, self.meaning) = (parts, rules, meaning)
  }

  /// Those that such a text has, as a verdict or a log has it: a function's name before it, numbers and what
  /// is in parentheses do not matter. Of a part of a message, those that have it.
  public static func about(_ text: String) -> [LoaderWords] {
    let (whole, plain) = (flat(text), plain(text))
    return all.filter { row in
      row.parts.contains { part in
        whole.contains(part) || plain.contains(part)
          || plain.count >= shortest && part.contains(plain)
      }
    }
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

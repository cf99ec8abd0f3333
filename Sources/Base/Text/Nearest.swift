// SPDX-License-Identifier: Apache-2.0

/// Suggestions for a mistyped name.
public enum Nearest {
  /// The maximum number of bytes of a mistyped name to compare.
  public static let mostBytes = 64

  /// The names most similar to a word, best first: those within an edit distance of a third of the
  /// word's length, then those that contain it.
  ///
  /// - Parameters:
  ///   - word: the mistyped name; only its first `mostBytes` bytes count.
  ///   - limit: the maximum number of names to return.
  public static func names(_ word: String, among names: [String], limit: Int = 5) -> [String] {
    let sought = Array(word.lowercased().utf8.prefix(mostBytes))
    guard !sought.isEmpty else { return [] }
    let ranked = names.compactMap { name -> (name: String, rank: Int)? in
      let candidate = Array(name.lowercased().utf8)
      let edits = distance(sought, candidate)
      if edits <= sought.count / 3 { return (name, edits) }
      return contains(candidate, sought) ? (name, sought.count + candidate.count) : nil
    }
    return ranked.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }.prefix(limit).map(\.name)
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    part.count <= text.count
      && (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }

  /// The Levenshtein distance: insertions, deletions and substitutions, in bytes.
  public static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let replaced = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
      }
    }
    return row[other.count]
  }
}

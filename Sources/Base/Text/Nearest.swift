// SPDX-License-Identifier: Apache-2.0

/// Names that a mistyped one may stand for.
public enum Nearest {
  /// At most `limit` of `names`, the nearest first: those that contain `word`, and those at most a
  /// third of its length in edits away.
  public static func names(_ word: String, among names: [String], limit: Int = 5) -> [String] {
    let sought = Array(word.lowercased().utf8.prefix(64))
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

  /// Insertions, removals and replacements between the two (Levenshtein).
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
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

// SPDX-License-Identifier: Apache-2.0

/// What a plan finds in a tree, beside what was there when the nearest release was locked.
struct LockComparison {
  /// Edits that would drop lines which nobody has looked at.
  private(set) var refusals: [Refusal] = []
  /// Edits that drop other lines, but do not care.
  private(set) var loose: [Refusal] = []
  /// Anchors that occur more or less often in their file.
  private(set) var counts: [String] = []
  /// Edits of which the lock knows nothing.
  private(set) var unlocked: [String] = []
  /// Edited files that are not those of the release.
  private(set) var files: [String] = []
  let lock: Lock

  init(_ plan: Plan, _ lock: Lock) {
    self.lock = lock
    for path in plan.paths {
      guard let sheet = plan.sheets[path], let original = sheet.original else { continue }
      if lock.files[path] != Digest(text: original).short { files.append(path) }
      let text = SourceText(bytes: original)
      for match in sheet.matches { compare(match, plan.entries[match.entry], path, text) }
    }
  }

  private mutating func compare(
    _ match: Match, _ entry: Entry, _ path: String, _ text: SourceText
  ) {
    let now = Lock.Row(match, path, text)
    guard let row = lock.row(entry.id, path, now.edit) else {
      if !unlocked.contains(entry.id) { unlocked.append(entry.id) }
      return
    }
    if row.count != now.count {
      counts.append(
        "\(path): the anchor of \(entry.id), line \(match.edit.line), occurs \(now.count) times, "
          + "in \(lock.release) \(row.count) times")
    }
    guard row.regions != now.regions else { return }
    for (index, lines) in match.droppedLines.enumerated() {
      let known = index < row.regions.count ? row.regions[index] : []
      guard known != now.regions[index] else { continue }
      let refusal = Refusal(
        entry: entry.id, line: match.edit.line, file: path,
        problem: difference(known, now.regions[index], lines, text), holds: [lock.release])
      if match.edit.loose == nil { refusals.append(refusal) } else { loose.append(refusal) }
    }
  }

  /// `would drop 2 lines that 2.6.18 does not have there: line 12: …`
  private func difference(
    _ known: [Digest], _ now: [Digest], _ range: Range<Int>, _ text: SourceText
  ) -> String {
    let first = text.lineNumber(at: range.lowerBound)
    let lines = text.bytes[range].split(
      separator: SourceText.newline, omittingEmptySubsequences: false)
    let fresh = now.indices.filter { !known.contains(now[$0]) }
    let missing = known.count { !now.contains($0) }
    guard !fresh.isEmpty else {
      return missing > 0
        ? "has \(missing) lines less from line \(first) on than \(lock.release) has there"
        : "has the lines from line \(first) on in another order than \(lock.release)"
    }
    let shown = fresh.prefix(8).map { index in
      let line = String(decoding: lines[index].prefix(100), as: UTF8.self)
      return "line \(first + index): "
        + line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return "would drop \(fresh.count) line\(fresh.count == 1 ? "" : "s") "
      + "that \(lock.release) does not have there: " + shown.joined(separator: "; ")
      + (fresh.count > shown.count ? " …" : "")
  }
}

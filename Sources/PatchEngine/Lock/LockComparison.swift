// SPDX-License-Identifier: Apache-2.0

import Base

/// Compares the places that a plan finds in a tree with those in the locks. Each edit is compared
/// with the nearest lock that contains it.
struct LockComparison {
  /// The edits that would drop lines which were not reviewed.
  private(set) var refusals: [EntryRefusal] = []
  /// The edits that drop other lines than those in the lock, but accept any (`loose`).
  private(set) var loose: [EntryRefusal] = []
  /// Messages for anchors that occur more or less often in their file than in the lock.
  private(set) var counts: [String] = []
  /// The entries with edits that are not in the release's own lock, or, if it has none, in no lock.
  private(set) var unlocked: [String] = []
  /// The edited files whose content is not the one in the nearest lock.
  private(set) var files: [String] = []
  /// The edited files that the nearest lock does not contain.
  private(set) var unknownFiles: [String] = []
  /// The nearest lock; nil if there are no locks.
  let lock: Lock?
  /// All locks, the nearest one first.
  private let locks: [Lock]
  /// Whether the nearest lock is that of the tree's release.
  let isOwn: Bool
  /// Whether the tree's release is one that is locked, or can be.
  let isRelease: Bool

  /// - Parameters:
  ///   - locks: all locks, the nearest one first.
  ///   - isRelease: whether the tree's release is one that is locked, or can be. Authors try a new
  ///     entry on such a tree before they lock it, so edits without a lock are allowed there.
  init(_ plan: Plan, _ locks: [Lock], isRelease: Bool) {
    self.locks = locks
    self.isRelease = isRelease
    lock = locks.first
    isOwn = lock?.numbers == plan.release.numbers
    let originals = plan.paths.compactMap { path in
      plan.files[path]?.original.map { (path, $0) }
    }
    files = originals.filter { lock?.has($1, at: $0) == false }.map(\.0)
    unknownFiles = originals.map(\.0).filter { lock?.files[$0] == nil }
    let otherwise = Set(files)
    for (path, original) in originals {
      guard let planned = plan.files[path] else { continue }
      // If one file differs from the lock, the tree is not the locked release. Then the files that
      // the lock does not contain are not trusted either.
      let isOther = otherwise.contains(path) || (lock?.files[path] == nil && !otherwise.isEmpty)
      let file = File(path: path, text: SourceText(bytes: original), isOther: isOther)
      for match in planned.matches { compare(match, plan.entries[match.entry], file) }
    }
  }

  private struct File {
    let path: String
    let text: SourceText
    /// Whether the file is not that of the locked release: its content differs from the lock, or
    /// the lock does not contain it but another file differs.
    let isOther: Bool
  }

  private mutating func compare(_ match: Match, _ entry: Entry, _ file: File) {
    let (path, text) = (file.path, file.text)
    let now = Lock.Row(match, path, text)
    let lock = locks.first { $0.row(entry.id, path, now.edit) != nil }
    if lock == nil || (isOwn && lock?.release != self.lock?.release),
      !unlocked.contains(entry.id)
    {
      unlocked.append(entry.id)
    }
    guard let lock, let row = lock.row(entry.id, path, now.edit) else {
      return judgeUnseen(match, entry, file)
    }
    if row.count != now.count {
      counts.append(
        "\(path): the anchor of \(entry.id), line \(match.edit.line), which is searched for only in "
          + "its scope, occurs \(counted(now.count, "time")) in the whole file, in \(lock.release) "
          + counted(row.count, "time"))
    }
    guard row.regions != now.regions else { return }
    for (index, lines) in match.droppedLines.enumerated() {
      let known = index < row.regions.count ? row.regions[index] : []
      guard known != now.regions[index] else { continue }
      let refusal = EntryRefusal(
        entry: entry.id, line: match.edit.line, file: path,
        problem: difference(known, now.regions[index], lines, text, lock.release),
        holds: [lock.release])
      add(refusal, match)
    }
  }

  /// Refuses an edit that is in no lock and drops lines, because they were not reviewed. It is
  /// allowed in an unmodified tree of a release that is locked, or can be.
  private mutating func judgeUnseen(_ match: Match, _ entry: Entry, _ file: File) {
    guard !isRelease || (isOwn && file.isOther) else { return }
    for range in match.droppedLines {
      let lines = Self.lines(range, file.text)
      let refusal = EntryRefusal(
        entry: entry.id, line: match.edit.line, file: file.path,
        problem:
          "would drop \(counted(lines.count, "line")), and no release is locked with this edit (pvkit patch lock): "
          + Self.shown(lines, lines.indices.map { $0 }, file.text.lineNumber(at: range.lowerBound)),
        holds: [])
      add(refusal, match)
    }
  }

  private mutating func add(_ refusal: EntryRefusal, _ match: Match) {
    if match.edit.loose == nil { refusals.append(refusal) } else { loose.append(refusal) }
  }

  private static func lines(_ range: Range<Int>, _ text: SourceText) -> [ArraySlice<UInt8>] {
    var lines = text.bytes[range].split(
      separator: SourceText.newline, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// `line 12: "…", line 14: "…"`, for the first eight lines.
  private static func shown(_ lines: [ArraySlice<UInt8>], _ indices: [Int], _ first: Int) -> String
  {
    indices.prefix(8).map { index in
      let line = String(decoding: lines[index].prefix(100), as: UTF8.self)
      let words = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return "line \(first + index): \"\(words)\""
    }.joined(separator: ", ") + (indices.count > 8 ? " and \(indices.count - 8) more" : "")
  }

  /// The indices of the lines that the others do not have, or not as often.
  private static func indices(of lines: [Digest], beyond others: [Digest]) -> [Int] {
    var left = others.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return lines.indices.filter { index in
      left[lines[index], default: 0] -= 1
      return left[lines[index], default: 0] < 0
    }
  }

  /// `would drop 2 lines that 2.6.18 does not have there: line 12: …`
  private func difference(
    _ known: [Digest], _ now: [Digest], _ range: Range<Int>, _ text: SourceText,
    _ release: String
  ) -> String {
    let first = text.lineNumber(at: range.lowerBound)
    let fresh = Self.indices(of: now, beyond: known)
    let missing = Self.indices(of: known, beyond: now).count
    guard !fresh.isEmpty else {
      return missing > 0
        ? "lacks \(counted(missing, "line")) that \(release) has from line \(first) on"
        : "has the lines from line \(first) on in a different order than \(release)"
    }
    return "would drop \(counted(fresh.count, "line")) that \(release) does not have there: "
      + Self.shown(Self.lines(range, text), fresh, first)
  }
}

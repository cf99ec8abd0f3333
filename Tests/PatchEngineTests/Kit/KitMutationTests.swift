// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Testing

@testable import PatchEngine

/// pvkit's own kit with one mistake in it, at every place where it can be made: each is refused when
/// the kit is read, or named as unproven, without a kernel's sources.
@Suite struct KitMutationTests {
  /// A line of an entry and what becomes of the entry's lines; nil where the mistake cannot be made.
  typealias Mutation = @Sendable (_ lines: [String], _ index: Int) -> [String]?

  /// Runs `check` on the kit with each mistake in turn.
  private func each(
    _ mutation: Mutation, atLeast count: Int,
    _ check: (_ entry: String, _ place: String, _ kit: () throws -> Kit) throws -> Void
  ) throws {
    let own = try Kit(folder: Places.package + "/patches")
    try Places.withScratchFolder { folder in
      let copy = folder + "/kit"
      try #require(try Command.run(["cp", "-r", own.folder, copy]).status == 0)
      var made = 0
      for entry in own.entries {
        let file = URL(filePath: "\(copy)/\(entry.id)/entry")
        let before = try Data(contentsOf: file)
        let lines = String(decoding: before, as: UTF8.self)
          .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in lines.indices {
          guard let after = mutation(lines, index) else { continue }
          made += 1
          try Data(after.joined(separator: "\n").utf8).write(to: file)
          try check(entry.id, "\(entry.id):\(index + 1): \(lines[index])") {
            try Kit(folder: copy)
          }
        }
        try before.write(to: file)
      }
      #expect(made >= count, "\(made) mistakes made")
    }
  }

  /// An alternative that is gone leaves releases without one.
  @Test func anAlternativeIsDropped() throws {
    try each(Self.withoutAlternative, atLeast: 16) { _, place, kit in
      let error = #expect(throws: PatchError.self, "\(place)") { try kit() }
      #expect(error?.description.contains("no alternative holds for") == true, "\(place)")
    }
  }

  /// A range of an alternative that reaches further meets another one.
  @Test func anAlternativesRangeIsWidened() throws {
    try each(Self.withWiderAlternative, atLeast: 16) { _, place, kit in
      let error = #expect(throws: PatchError.self, "\(place)") { try kit() }
      #expect(error?.description.contains("2 alternatives hold for") == true, "\(place)")
    }
  }

  /// Any other range that reaches further makes the entry unproven for the releases that it gains,
  /// and for no others.
  @Test func aRangeIsWidened() throws {
    try each(Self.withWiderRange, atLeast: 12) { entry, place, kit in
      let changed = try kit()
      let reached = try changed.locks().filter { changed.changed(since: $0).contains(entry) }
      let line = try #require(place.split(separator: ": ", maxSplits: 1).last)
      let end = try #require(line.firstMatch(of: Self.range))
      let isStart = end.1.lowercased() == "since"
      let old = try #require(KernelRelease.numbers(String(end.3)))
      #expect(!reached.isEmpty, "\(place)")
      for lock in reached {
        let own = Array(lock.numbers.prefix(3))
        let (first, last) = isStart ? (own, old) : (old, own)
        #expect(first.lexicographicallyPrecedes(last), "\(place): \(lock.release)")
      }
    }
  }

  /// Every line of every entry counts, but for those that say what it is.
  @Test func aLineIsDropped() throws {
    try each(Self.withoutLine, atLeast: 500) { entry, place, kit in
      guard let changed = try? kit() else { return }
      let locks = try changed.locks()
      #expect(locks.contains { changed.changed(since: $0).contains(entry) }, "\(place)")
    }
  }

  // MARK: the mistakes

  private static func isAlternative(_ line: String) -> Bool {
    line.hasPrefix("or ") || line.hasPrefix("either ")
  }

  private static func withoutAlternative(_ lines: [String], _ index: Int) -> [String]? {
    guard isAlternative(lines[index]) else { return nil }
    let rest = lines[(index + 1)...]
    let end = rest.firstIndex { $0.hasPrefix("or ") || $0 == "end" } ?? lines.endIndex
    if lines[index].hasPrefix("or ") { return Array(lines[..<index] + lines[end...]) }
    guard lines[end].hasPrefix("or ") else { return nil }
    return lines[..<index] + ["either " + lines[end].dropFirst(3)] + lines[(end + 1)...]
  }

  private static func withWiderAlternative(_ lines: [String], _ index: Int) -> [String]? {
    isAlternative(lines[index]) ? widened(lines, index) : nil
  }

  private static func withWiderRange(_ lines: [String], _ index: Int) -> [String]? {
    let words = ["Since: ", "Until: ", "edit ", "new ", "generate "]
    return words.contains(where: lines[index].hasPrefix) ? widened(lines, index) : nil
  }

  private static func withoutLine(_ lines: [String], _ index: Int) -> [String]? {
    let header = lines.prefix { !$0.isEmpty }.count
    guard !lines[index].isEmpty, !lines[index].hasPrefix("#"), index >= header else { return nil }
    // Of two sections for one file, as one they do the same.
    let before = lines[..<index].last { $0.hasPrefix("edit ") }
    guard !lines[index].hasPrefix("edit ") || before != lines[index] else { return nil }
    return Array(lines[..<index] + lines[(index + 1)...])
  }

  private static var range: Regex<(Substring, Substring, Substring, Substring)> {
    /(?i)\b(since|until)(:?) (2\.6\.\d+)/
  }

  /// The kit's releases, the first to the last.
  private static let releases =
    (try? Kit(folder: Places.package + "/patches"))?.releases.map(\.release.description) ?? []

  /// The line with its first or last release moved to the first or last of all.
  private static func widened(_ lines: [String], _ index: Int) -> [String]? {
    let line = lines[index]
    guard let match = line.firstMatch(of: range) else { return nil }
    let end = match.1.lowercased() == "since" ? releases.first : releases.last
    guard let end, match.3 != end else { return nil }
    let wide = line.replacingCharacters(
      in: match.range, with: "\(match.1)\(match.2) \(end)")
    return lines[..<index] + [wide] + lines[(index + 1)...]
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

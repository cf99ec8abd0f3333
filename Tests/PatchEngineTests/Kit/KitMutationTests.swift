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

  /// The kit, read once, with one entry read anew for each mistake.
  private struct ReadKit {
    let own: Kit
    let locks: [Lock]
    private let series: SeriesReader
    private let stored: [SeriesReader.StoredFile]

    init() throws {
      own = try Kit(directory: Places.package + "/patches")
      locks = try own.locks()
      series = SeriesReader(own.directory, own.releases, own.xen)
      stored = try series.storedFiles(of: own.entries)
    }

    /// The lines of an entry.
    func lines(of entry: Entry) throws -> [String] {
      let bytes = try #require(try KitFile.read(entry.id + "/entry", in: own.directory))
      return String(decoding: bytes, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// What becomes of the kit; it is thrown out for all that a whole reading would throw it out for.
    ///
    /// - Returns: the entry, and those that it requires, which is what its locked digest is made of.
    func with(_ lines: [String], as entry: Entry) throws -> Kit {
      let place = EntryPlace(
        id: entry.id, name: "\(own.directory)/\(entry.id)/entry", kit: own.directory, xen: own.xen,
        guards: entry.guards, releases: own.releases)
      let new = try EntryReader(Array(lines.joined(separator: "\n").utf8), place).entry()
      let all = own.entries.map { $0.id == entry.id ? new : $0 }
      // Entries meet in their files; where those are the same, nothing can be wrong between them.
      if files(of: new) != files(of: entry) {
        try series.checkTogether(all, storing: stored)
      }
      let needed = own.withRequired([entry.id])
      return Kit(
        directory: own.directory, xen: own.xen, releases: own.releases,
        entries: all.filter { needed.contains($0.id) })
    }

    /// By release, the files that it works on, and those that it brings.
    private func files(of entry: Entry) -> [[String]] {
      own.releases.map { known in
        let target = KitTarget(
          release: known.release, known: known, architectures: known.architectures)
        return entry.steps(for: target).map { "\(type(of: $0.step)) \($0.path)" }
      } + [entry.steps.compactMap { ($0 as? NewStep)?.source }]
    }

    /// The locks of the releases for which an entry is unproven.
    func unproven(_ changed: Kit, _ entry: Entry) -> [Lock] {
      locks.filter { changed.isChanged(entry.id, since: $0) }
    }
  }

  /// Runs `check` on each mistake in turn.
  private func each(
    _ mutation: Mutation, atLeast count: Int,
    _ check: (_ place: String, _ kit: () throws -> (Kit, reached: [Lock])) throws -> Void
  ) throws {
    let kit = try ReadKit()
    var made = 0
    for entry in kit.own.entries {
      let lines = try kit.lines(of: entry)
      for index in lines.indices {
        guard let after = mutation(lines, index) else { continue }
        made += 1
        try check("\(entry.id):\(index + 1): \(lines[index])") {
          let changed = try kit.with(after, as: entry)
          return (changed, kit.unproven(changed, entry))
        }
      }
    }
    #expect(made >= count, "\(made) mistakes made")
  }

  /// One entry at a time is the whole kit, as far as the entry goes: an unchanged one is proven by
  /// every lock, and a mistake between two entries is found.
  @Test func anEntryAloneIsJudgedAsInTheKit() throws {
    let kit = try ReadKit()
    let changed = kit.locks.map { (release: $0.release, entries: kit.own.changed(since: $0)) }
    for entry in kit.own.entries {
      let same = try kit.with(try kit.lines(of: entry), as: entry)
      let whole = changed.filter { $0.entries.contains(entry.id) }
      #expect(kit.unproven(same, entry).map(\.release) == whole.map(\.release), "\(entry.id)")
    }
    let entry = try #require(kit.own.entries.first { $0.steps.contains { $0 is NewStep } })
    let lines = try kit.lines(of: entry)
    let rest = lines.filter { !$0.hasPrefix("new ") } + ["", "edit Makefile", "append: # x"]
    let error = #expect(throws: PatchError.self) { try kit.with(rest, as: entry) }
    #expect(error?.description.contains("is used by no entry") == true)
  }

  /// An alternative that is gone leaves releases without one.
  @Test func anAlternativeIsDropped() throws {
    try each(Self.withoutAlternative, atLeast: 16) { place, kit in
      let error = #expect(throws: PatchError.self, "\(place)") { try kit() }
      #expect(error?.description.contains("no alternative holds for") == true, "\(place)")
    }
  }

  /// A range of an alternative that reaches further meets another one, or a release that lacks one of
  /// its paths.
  @Test func anAlternativesRangeIsWidened() throws {
    try each(Self.withWiderAlternative, atLeast: 16) { place, kit in
      let error = #expect(throws: PatchError.self, "\(place)") { try kit() }
      let isMeeting = error?.description.contains("2 alternatives hold for") == true
      #expect(isMeeting || Self.isWithoutPath(error), "\(place)")
    }
  }

  /// Any other range that reaches further makes the entry unproven for the releases that it gains,
  /// and for no others, unless these lack one of its paths.
  @Test func aRangeIsWidened() throws {
    try each(Self.withWiderRange, atLeast: 12) { place, kit in
      let reached: [Lock]
      do {
        reached = try kit().reached
      } catch let error as PatchError where Self.isWithoutPath(error) { return }
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

  /// Whether an entry is refused because it is for a release that lacks one of its paths.
  private static func isWithoutPath(_ error: PatchError?) -> Bool {
    error?.description.contains(" does not define {") == true
  }

  /// Every line of every entry counts, but for those that say what it is.
  @Test func aLineIsDropped() throws {
    try each(Self.withoutLine, atLeast: 500) { place, kit in
      guard let (_, reached) = try? kit() else { return }
      #expect(!reached.isEmpty, "\(place)")
    }
  }

  // MARK: the mistakes

  private static func isAlternative(_ line: String) -> Bool {
    line.hasPrefix("or ") || line.hasPrefix("either ")
  }

  private static func withoutAlternative(_ lines: [String], _ index: Int) -> [String]? {
    guard isAlternative(lines[index]) else { return nil }
    let end = endOfAlternative(lines, index)
    if lines[index].hasPrefix("or ") { return Array(lines[..<index] + lines[end...]) }
    guard lines[end].hasPrefix("or ") else { return nil }
    return lines[..<index] + ["either " + lines[end].dropFirst(3)] + lines[(end + 1)...]
  }

  /// The `or` or `end` behind an alternative; others may stand within it.
  private static func endOfAlternative(_ lines: [String], _ index: Int) -> Int {
    var depth = 0
    return lines[(index + 1)...].firstIndex { line in
      if depth == 0, line.hasPrefix("or ") || line == "end" { return true }
      if line.hasPrefix("either ") { depth += 1 }
      if line == "end" { depth -= 1 }
      return false
    } ?? lines.endIndex
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
    (try? Kit(directory: Places.package + "/patches"))?.releases.map(\.release.description) ?? []

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

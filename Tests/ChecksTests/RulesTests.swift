// SPDX-License-Identifier: Apache-2.0

import Checks
import TestGuests
import Testing

/// The registry and the files agree.
@Suite struct RulesTests {
  @Test func everyFileIsInTheRegistry() throws {
    let files = try RuleSource.all().map(\.name)
    #expect(files == Rules.all.map { String(describing: $0) })
  }

  @Test func everyRuleHasATestFileOfItsName() throws {
    let tests = Set(try swiftFiles(below: "Tests/ChecksTests/Rules").compactMap(fileName))
    #expect(tests == Set(Rules.all.map { String(describing: $0) + "Tests.swift" }))
  }

  @Test func idsAreTheTypeNamesInKebabCase() {
    for rule in Rules.all { #expect(rule.id == kebab(String(describing: rule))) }
    #expect(Set(Rules.all.map { $0.id }).count == Rules.all.count)
  }

  @Test(arguments: [
    ("note-ownr", "note-owner"), ("owner", "note-owner"), ("alignment", "note-alignment-loss"),
    ("phys32", "phys32-entry"), ("entry", "entry-code"),
  ])
  func nearestNamesWhatWasMeant(typed: String, meant: String) {
    #expect(Rules.nearest(to: typed).contains(meant))
    #expect(Rules.named(typed) == nil)
  }

  @Test func aGoodGuestHasNoFindings() {
    var guest = TestGuest()
    guest.set(TestNote(.phys32Entry, TestGuest.start, size: 4))
    #expect(Rules.findings(subject(ofBytes: guest.build().bytes)) == [])
  }

  /// Thousands of faults of one kind are told a few times, and looked for in bounded time.
  @Test(.timeLimit(.minutes(1))) func hostileImage() {
    var guest = TestGuest()
    let bad = TestNote(3, [1, 2, 3], name: Array("Xen".utf8))
    guest.notes += [TestNote](repeating: bad, count: 20_000)
    for index in 0..<60 { guest.addSegment(physical: UInt64(index) << 12, memory: 0x2000) }
    let found = Rules.findings(subject(ofBytes: guest.build().bytes))
    let counts = Dictionary(grouping: found, by: \.rule).mapValues(\.count)
    #expect(counts["note-name-size"] == counts.values.max())
    #expect(counts.values.allSatisfy { $0 <= 32 })
    #expect(counts["segment-overlap"] == 32)
  }

  private func fileName(_ path: String) -> String? {
    path.split(separator: "/").last.map(String.init)
  }

  private func kebab(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      if letter.isUppercase, !text.isEmpty { text += "-" }
      text += letter.lowercased()
    }
  }
}

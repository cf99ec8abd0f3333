// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import TestGuests
import Testing

/// The registry, its ids and explanations; pvkit-docsTests hold it to the files.
@Suite struct RulesTests {
  @Test func everyRuleHasATestFileOfItsName() throws {
    let tests = Places.package + "/Tests/ChecksTests/Rules"
    let found = try Command.run(["find", tests, "-name", "*.swift", "-printf", "%f\\n"])
    #expect(
      Set(found.output.split(separator: "\n").map(String.init))
        == Set(Rules.all.map { String(describing: $0) + "Tests.swift" }))
  }

  @Test func eachExplanationNamesWhoIsAffectedAndTheFix() {
    let parts = ["**Affected:**", "**Fix:**", "```"]
    let incomplete = Rules.all.filter { rule in
      !parts.allSatisfy(rule.explanation.contains) || !rule.summary.hasSuffix(".")
    }
    #expect(incomplete.map { $0.id }.isEmpty)
  }

  @Test func idsAreTheTypeNamesInKebabCase() {
    for rule in Rules.all { #expect(rule.id == kebab(String(describing: rule))) }
    #expect(Set(Rules.all.map { $0.id }).count == Rules.all.count)
  }

  @Test func severitiesAreInOrderAndDifferent() {
    for rule in Rules.all {
      #expect(rule.severities == Set(rule.severities).sorted(), "\(rule.id)")
    }
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
  @Test func hostileImage() {
    var guest = TestGuest()
    let bad = TestNote(3, [1, 2, 3], name: Array("Xen".utf8))
    guest.notes += [TestNote](repeating: bad, count: 20_000)
    for index in 0..<60 { guest.addSegment(physical: UInt64(index) << 12, memory: 0x2000) }
    let image = guest.build().bytes
    var found: [Finding] = []
    #expect(CPUTime.spent { found = Rules.findings(subject(ofBytes: image)) } < 30)
    let counts = Dictionary(grouping: found, by: \.rule).mapValues(\.count)
    #expect(counts["note-name-size"] == counts.values.max())
    #expect(counts.values.allSatisfy { $0 <= 32 })
    #expect(counts["segment-overlap"] == 32)
    // And it is said that there are more.
    let last = found.last { $0.rule == "segment-overlap" }
    #expect(last?.message.hasSuffix("more findings of this rule are not listed") == true)
  }

  private func kebab(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      if letter.isUppercase, !text.isEmpty { text += "-" }
      text += letter.lowercased()
    }
  }
}

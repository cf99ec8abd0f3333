// SPDX-License-Identifier: Apache-2.0

import Checks
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

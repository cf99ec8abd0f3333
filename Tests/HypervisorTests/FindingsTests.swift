// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Foundation
import Hypervisor
import Testing

/// Each rule finds its mistake at the function that makes it, and no other rule finds anything
/// there.
@Suite struct FindingsTests {
  /// Runs one side of an example. The sides are numbered from 0: `wrong0`, `right0`, `wrong1` and
  /// so on.
  private static func run(_ example: RunExample, _ number: Int) throws -> BuiltGuest.Run {
    let zeros = open("/dev/zero", O_RDONLY)
    defer { close(zeros) }
    return try BuiltGuest.run(BuiltGuest.seeded.get(), "\(BuiltGuest.firstExample + number)") {
      $0.isStrict = example.isStrict
      guard example.hasDisk else { return }
      $0.role = .domU
      $0.disks = [RunDisk(descriptor: zeros, size: 4096, isReadOnly: true)]
    }
  }

  @Test(arguments: zip(RunRule.allCases.indices, RunRule.allCases))
  func isFoundWhereItIsMade(index: Int, rule: RunRule) throws {
    let run = try Self.run(rule.example, 2 * index)
    let finding = try #require(run.findings.first { $0.rule == rule }, "\(run.findings)")
    let places = [
      "guest_main", "make_mistake", "wrong", "hypercall_page", "notify", "device_", "request",
      "receive", "event_channel_op",
    ]
    let symbol = finding.symbol.map { String($0.prefix { $0 != "+" }) } ?? ""
    #expect(places.contains { symbol.hasPrefix($0) }, "\(finding)")
    let others = Set(run.findings.map(\.rule)).subtracting([rule, .domainCrash])
    #expect(others.isEmpty, "\(run.findings)")
  }

  /// The right side has no findings, and the guest ends as expected.
  @Test(arguments: zip(RunRule.allCases.indices, RunRule.allCases))
  func theRightSideIsClean(index: Int, rule: RunRule) throws {
    let run = try Self.run(rule.example, 2 * index + 1)
    #expect(run.findings.isEmpty, "\(run.findings)")
    #expect(run.outcome.isGood, "\(run.outcome)")
  }

  @Test func theEnd() throws {
    let number = 2 * RunRule.allCases.count
    #expect(try !Self.run(.ending, number).outcome.isGood)
    #expect(try Self.run(.ending, number + 1).outcome.isGood)
  }

  @Test(arguments: RunRule.allCases) func everyRuleIsExplained(rule: RunRule) {
    #expect(rule.explanation.split(separator: "\n\n").count >= 2)
    #expect(rule.summary.hasSuffix(".") || rule.summary.hasSuffix(","))
  }
}

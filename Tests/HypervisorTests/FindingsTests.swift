// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Foundation
import Hypervisor
import Testing

/// Each rule finds its mistake in a guest that makes it, at the function that makes it, and no other
/// rule finds anything there.
@Suite struct FindingsTests {
  static let mistakes: [(Int, RunRule)] = [
    (1, .pageTableRefused), (2, .pageTableWritable), (3, .frameNumber), (4, .pinState),
    (5, .staleTranslation), (6, .argumentUnreadable), (7, .callMissing), (8, .registerLost),
    (9, .upcallLost), (10, .domainCrash), (15, .eventsMasked), (16, .kernelExposed),
    (17, .backendRefused), (18, .leftBehind),
  ]

  @Test(arguments: mistakes)
  func isFoundWhereItIsMade(mistake: Int, rule: RunRule) throws {
    let zeros = open("/dev/zero", O_RDONLY)
    defer { close(zeros) }
    let run = try BuiltGuest.run(BuiltGuest.seeded.get(), "\(mistake)") {
      $0.isStrict = rule == .registerLost
      guard [.backendRefused, .leftBehind].contains(rule) else { return }
      $0.role = .domU
      $0.disks = [RunDisk(descriptor: zeros, size: 4096, isReadOnly: true)]
    }
    let finding = try #require(run.findings.first { $0.rule == rule }, "\(run.findings)")
    let places = [
      "guest_main", "make_mistake", "pin", "map", "hypercall_page", "notify", "device_", "request",
      "receive", "event_channel_op",
    ]
    let symbol = finding.symbol.map { String($0.prefix { $0 != "+" }) } ?? ""
    #expect(places.contains { symbol.hasPrefix($0) }, "\(finding)")
    let others = Set(run.findings.map(\.rule)).subtracting([rule, .domainCrash])
    #expect(others.isEmpty, "\(run.findings)")
  }

  @Test func everyRuleIsSeeded() {
    #expect(Set(Self.mistakes.map(\.1)) == Set(RunRule.allCases))
  }

  @Test(arguments: RunRule.allCases) func everyRuleIsExplained(rule: RunRule) {
    #expect(rule.explanation.split(separator: "\n\n").count >= 2)
    #expect(rule.summary.hasSuffix(".") || rule.summary.hasSuffix(","))
  }
}

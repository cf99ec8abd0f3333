// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct VerdictRuleTests {
  /// Lines that Xen 4.17.7 printed.
  @Test(arguments: [
    ("Hardware Dom0 halted: halting machine", BootOutcome.poweredOff),
    ("Hardware Dom0 shutdown: rebooting machine", .rebooted),
    ("Hardware Dom0 crashed: rebooting machine in 5 seconds.", .crashed),
    ("Hardware Dom0 shutdown (unknown reason 52): rebooting machine in 5 seconds.", .crashed),
    ("Reboot in five seconds...", .refused),
  ])
  func `a line decides`(line: String, outcome: BootOutcome) {
    #expect(VerdictRule.outcome(of: line) == outcome)
  }

  @Test(arguments: [
    "", "Panic on CPU 0:", "Domain 0 (vcpu#0) crashed on cpu#0:", "Dom0 has maximum 1 VCPUs",
  ])
  func `a line leaves it open`(line: String) {
    #expect(VerdictRule.outcome(of: line) == nil)
  }
}

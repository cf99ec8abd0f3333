// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct ToolstackReportTests {
  func verdict(_ lines: [String], log: [String] = []) -> BootVerdict? {
    var report = ToolstackReport()
    return lines.map { ToolstackReport.Line($0) }
      .compactMap { report.read($0, hypervisorLog: log) }.first
  }

  /// Lines that xl of Xen 4.17 printed.
  @Test(arguments: [
    (0, "0x0", BootOutcome.poweredOff, "SHUTDOWN_poweroff"),
    (1, "0x1", .rebooted, "SHUTDOWN_reboot"),
    (2, "0x2", .crashed, "SHUTDOWN_suspend"), (3, "0x3", .crashed, "SHUTDOWN_crash"),
    (77, "0x4d", .crashed, "77"),
  ])
  func `how the domain ended`(code: Int, hex: String, outcome: BootOutcome, name: String) {
    let said = "Domain 1 has shut down, reason code \(code) \(hex)"
    let result = verdict(["pvkit: xl Parsing config", "pvkit: xl \(said)", "pvkit: end 0"])
    #expect(result == BootVerdict(outcome: outcome, words: ["\(said) (\(name))"]))
  }

  @Test func `a domain that moves has not ended`() {
    let suspended = "pvkit: xl Domain 1 has shut down, reason code 2 0x2"
    let moved = ["pvkit: moving migrate", suspended, "pvkit: xl Done. Exiting now"]
    #expect(verdict(moved) == nil)
    let end = "Domain 2 has shut down, reason code 0 0x0"
    #expect(
      verdict(moved + ["pvkit: xl \(end)", "pvkit: end 0"])
        == BootVerdict(outcome: .poweredOff, words: [end + " (SHUTDOWN_poweroff)"]))
    // Twice suspended, but only once by xl.
    let again = verdict(moved + [suspended, "pvkit: end 0"])
    #expect(again?.outcome == .crashed)
  }

  @Test func `a domain that cannot be moved`() {
    let error = "libxl: error: guest did not acknowledge suspend request"
    #expect(
      verdict(["pvkit: moving save-restore", "pvkit: xl \(error)", "pvkit: stuck save-restore"])
        == BootVerdict(outcome: .notMoved, words: ["save-restore failed", error]))
    #expect(
      verdict(["pvkit: xl \(error)", "pvkit: stuck xl mem-set guest 1"])
        == BootVerdict(outcome: .refused, words: ["xl mem-set guest 1 failed", error]))
    let lost = "xc: error: Restore failed (0 = Success): Internal error"
    let suspended = "pvkit: xl Domain 1 has shut down, reason code 2 0x2"
    #expect(
      verdict(["pvkit: moving migrate", suspended, "pvkit: xl \(lost)", "pvkit: end 3"])
        == BootVerdict(outcome: .notMoved, words: [lost]))
  }

  @Test func `a refusal, without the errors of cleaning up`() {
    let result = verdict([
      "pvkit: xl xc: error: panic: xg_dom_core.c:689: xc_dom_find_loader: no loader found",
      "pvkit: xl libxl: error: libxl_domain.c:1064:domain_destroy_cb: Destruction of domain failed",
      "pvkit: end 3",
    ])
    #expect(
      result
        == BootVerdict(
          outcome: .refused,
          words: ["xc: error: panic: xg_dom_core.c:689: xc_dom_find_loader: no loader found"]))
  }

  @Test func `a crash comes with what Xen said`() {
    let lines = ["pvkit: xl Domain 1 has shut down, reason code 3 0x3", "pvkit: end 0"]
    let result = verdict(lines, log: CrashReportTests.log)
    #expect(result?.words.first == "d0v0 Unhandled: vec 6, #UD[ffffffff]")
  }

  /// As Debian's PV shim said it.
  @Test func `the PV shim's refusal is the guest's`() {
    let log = [
      "*** Building a PV Dom1 ***", "ERROR: Xen will only load images built for Xen v3.0 (Not '')",
      "", "****************************************", "Panic on CPU 0:",
      "Could not construct domain 0", "****************************************", "",
      "Crash in five seconds...",
    ]
    let lines = ["pvkit: xl Domain 1 has shut down, reason code 3 0x3", "pvkit: end 0"]
    #expect(verdict(lines, log: log) == BootVerdict(outcome: .refused, words: [log[1], log[5]]))
  }

  @Test func `nothing is decided before the end`() {
    #expect(verdict(["pvkit: xl Domain 1 has shut down, reason code 0 0x0", "pvkit: end"]) != nil)
    #expect(verdict(["pvkit: xl Domain 1 has shut down, reason code 0 0x0"]) == nil)
    #expect(verdict(["pvkit: stage xenstored up", "noise", "pvkit:", ""]) == nil)
  }
}

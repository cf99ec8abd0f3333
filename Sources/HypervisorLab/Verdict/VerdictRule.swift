// SPDX-License-Identifier: Apache-2.0

/// A line of Xen that decides how the boot of a dom0 ended.
struct VerdictRule {
  /// The text that the line contains.
  let text: String
  let outcome: BootOutcome

  /// In the order in which they are tried. Source: hwdom_shutdown and maybe_reboot
  /// (common/shutdown.c@4.17), panic (drivers/char/console.c@4.17).
  static let table = [
    VerdictRule(text: "Hardware Dom0 halted: ", outcome: .poweredOff),
    VerdictRule(text: "Hardware Dom0 shutdown: rebooting", outcome: .rebooted),
    VerdictRule(text: "Hardware Dom0 crashed: ", outcome: .crashed),
    VerdictRule(text: "Hardware Dom0 shutdown: watchdog", outcome: .crashed),
    VerdictRule(text: "Hardware Dom0 shutdown (unknown reason", outcome: .crashed),
    VerdictRule(text: "Hardware domain 0 did unsupported soft reset", outcome: .crashed),
    // The last line of a panic; its message comes before.
    VerdictRule(text: "Reboot in five seconds", outcome: .refused),
    VerdictRule(text: "Manual reset required", outcome: .refused),
  ]

  static func outcome(of line: String) -> BootOutcome? {
    table.first { line.contains($0.text) }?.outcome
  }
}

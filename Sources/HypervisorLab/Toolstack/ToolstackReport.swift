// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Collects the dom0's report on the domain, and gives the verdict at its end.
struct ToolstackReport {
  /// The lines of xl.
  private var xl: [String] = []
  /// The shutdown reason of the domain, such as SHUTDOWN_poweroff.
  private var reason: Int?

  /// Whether xl is making the domain suspend, to continue in a new domain.
  private var isMoving = false
  /// Whether the domain has suspended for a move.
  private var hasMoved = false
  private static let suspend =
    ConstantGroup.shutdownReasons.constants.first { $0.name == "SHUTDOWN_suspend" }?.value

  /// A line of the dom0's console.
  enum Line: Equatable {
    case stage(String)
    case xl(String)
    /// xl begins a move.
    case moving(DomainMove)
    /// A move or a command of xl has failed.
    case stuck(String)
    case end
    case other

    init(_ text: String) {
      guard text.hasPrefix(InitScript.mark) else {
        self = .other
        return
      }
      let words = text.dropFirst(InitScript.mark.count)
        .split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let rest = words.count == 2 ? words[1] : ""
      switch words[0] {
      case "stage": self = .stage(rest)
      case "xl": self = .xl(rest)
      case "moving": self = DomainMove(rawValue: rest).map { .moving($0) } ?? .other
      case "stuck": self = .stuck(rest)
      case "end": self = .end
      default: self = .other
      }
    }
  }

  mutating func read(_ line: Line, hypervisorLog: [String]) -> BootVerdict? {
    switch line {
    case .xl(let text):
      xl.append(text)
      reason = Self.reason(in: text) ?? reason
      // The domain continues in a new one, whose report is still to come.
      if isMoving, reason == Self.suspend { (reason, isMoving, hasMoved) = (nil, false, true) }
      return nil
    case .moving:
      isMoving = true
      return nil
    case .stuck(let order):
      return BootVerdict(
        outcome: DomainMove(rawValue: order) == nil ? .refused : .notMoved,
        words: ["\(order) failed"] + complaints)
    case .end: return verdict(hypervisorLog)
    case .stage, .other: return nil
    }
  }

  /// The reason in xl's message `Domain 1 has shut down, reason code 3 0x3`
  /// (tools/xl/xl_vmcontrol.c@4.17, create_domain).
  private static func reason(in text: String) -> Int? {
    let parts = text.split(separator: " has shut down, reason code ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    return parts[1].split(separator: " ").first.flatMap { Int($0) }
  }

  private func verdict(_ log: [String]) -> BootVerdict {
    guard let reason else {
      return BootVerdict(outcome: hasMoved ? .notMoved : .refused, words: complaints)
    }
    let name = ConstantGroup.shutdownReasons.constant(reason)?.name ?? "\(reason)"
    let outcome = Self.outcomes[name] ?? .crashed
    // A panic of the PV shim, the domain's own Xen.
    if outcome == .crashed, let panic = Panic(in: log) { return panic.verdict }
    let causes = outcome == .crashed ? CrashReport(in: log)?.causes ?? [] : []
    let own = xl.last { Self.reason(in: $0) != nil }.map { ["\($0) (\(name))"] } ?? []
    return BootVerdict(outcome: outcome, words: causes + own)
  }

  /// The clean reasons; every other one is a crash.
  private static let outcomes: [String: BootOutcome] = [
    "SHUTDOWN_poweroff": .poweredOff, "SHUTDOWN_reboot": .rebooted,
  ]

  /// The errors of xl, without those of destroying the unfinished domain.
  private var complaints: [String] {
    let errors = xl.filter { $0.contains("error:") && !$0.contains("estr") }
    return errors.isEmpty ? xl.suffix(3) : errors
  }
}

// SPDX-License-Identifier: Apache-2.0

/// Follows the dom0's report on one domain.
final class DomainWatch {
  private var report = ToolstackReport()
  private let show: (BootEvent) -> Void
  /// Whether the dom0 has nothing more to say of the domain, and could create another one.
  private(set) var hasEnded = false

  init(show: @escaping (BootEvent) -> Void) { self.show = show }

  /// Passes an event on. The end is seen here, because a line after the verdict is an event, too.
  func see(_ event: BootEvent) {
    if case .line(let line) = event, line.speaker == .toolstack,
      ToolstackReport.Line(line.text) == .end
    {
      hasEnded = true
    }
    show(event)
  }

  /// The verdict of a line, if it decides.
  ///
  /// - Throws: `LabError` if the dom0 itself fails.
  func verdict(_ line: ConsoleLine, _ log: [String]) throws(LabError) -> BootVerdict? {
    switch line.speaker {
    case .guest: return nil
    case .hypervisor:
      guard VerdictRule.outcome(of: line.text) != nil else { return nil }
      let panic = Panic(in: log)
      if let panic, panic.isFault { return panic.verdict }
      throw .dom0Failed((panic?.words ?? [line.text]).joined(separator: "; "))
    case .toolstack:
      let read = ToolstackReport.Line(line.text)
      switch read {
      case .stage(let stage): show(.stage(stage))
      case .moving(let move): show(.stage("\(move.rawValue): domain is suspended"))
      default: break
      }
      return report.read(read, hypervisorLog: log)
    }
  }
}

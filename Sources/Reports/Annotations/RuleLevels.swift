// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// How serious a user takes the findings of some rules.
public struct RuleLevels: Sendable {
  /// How serious a rule's findings are, or that they are none.
  public enum Level: String, CaseIterable, Sendable {
    case error, warning, note, off

    /// Nil of what is off.
    var severity: Severity? { Severity(rawValue: rawValue) }
  }

  /// By the rule's id.
  private let levels: [String: Level]

  public init(_ levels: [String: Level] = [:]) { self.levels = levels }

  /// Every rule whose level may be chosen: those of `check`, `scan` and `abi verify`.
  public static let rules: [AnnotationRule] = {
    let own = CodeReport.rules.filter { $0.id != CodeReport.stale.id } + AbiCheckReport.rules
    return CheckReport.rules
      + own.filter { rule in !CheckReport.rules.contains { $0.id == rule.id } }
  }()

  /// A finding's severity, which by itself is the second; nil of what is off.
  func severity(of rule: String, _ usual: Severity) -> Severity? {
    guard let level = levels[rule] else { return usual }
    return level.severity
  }

  /// The same of an instruction: where it is only a note because no guest may get there, it remains one.
  func severity(of site: CodeSite) -> Severity? {
    let rule = CodeReport.rule(of: site.treatment.outcome).id
    guard let severity = severity(of: rule, site.severity) else { return nil }
    return site.severity > site.treatment.severity ? site.severity : severity
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import GuestCode

/// The severities that a user set for rules.
public struct RuleLevels: Sendable {
  /// The severity of a rule's findings, or `off` to drop them.
  public enum Level: String, CaseIterable, Sendable {
    case error, warning, note, off

    /// Nil for `off`.
    var severity: Severity? { Severity(rawValue: rawValue) }
  }

  /// The levels by rule id.
  private let levels: [String: Level]

  public init(_ levels: [String: Level] = [:]) { self.levels = levels }

  /// Every rule whose level can be set: those of `check`, `scan` and `abi verify`.
  public static let rules: [AnnotationRule] = {
    let own = CodeReport.rules.filter { $0.id != CodeReport.stale.id } + AbiCheckReport.rules
    return CheckReport.rules
      + own.filter { rule in !CheckReport.rules.contains { $0.id == rule.id } }
  }()

  /// The severity of a finding; nil if its rule is off.
  ///
  /// - Parameter usual: the severity if no level is set for the rule.
  func severity(of rule: String, _ usual: Severity) -> Severity? {
    guard let level = levels[rule] else { return usual }
    return level.severity
  }

  /// The severity of an instruction. An instruction that is only a note because no guest reaches it
  /// stays a note.
  func severity(of site: CodeSite) -> Severity? {
    let rule = CodeReport.rule(of: site.treatment.outcome).id
    guard let severity = severity(of: rule, site.severity) else { return nil }
    return site.severity > site.treatment.severity ? site.severity : severity
  }
}

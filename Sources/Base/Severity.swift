// SPDX-License-Identifier: Apache-2.0

/// How bad something is that was found, the worst first. The names are SARIF's levels.
public enum Severity: String, Sendable, Comparable, CaseIterable, Codable {
  /// The guest does not boot, dies, or does something else than it means to.
  case error
  /// It works today by luck or by one loader's leniency.
  case warning
  /// Worth knowing; never a finding by itself.
  case note

  public static func < (left: Severity, right: Severity) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

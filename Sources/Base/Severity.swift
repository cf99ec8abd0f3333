// SPDX-License-Identifier: Apache-2.0

/// The severity of a finding, most severe first. The names are SARIF's levels.
public enum Severity: String, Sendable, Comparable, CaseIterable, Codable {
  /// The guest does not boot, crashes, or does not do what it intends.
  case error
  /// It works only by chance or because one loader is lenient.
  case warning
  /// Information; never a finding by itself.
  case note

  public static func < (left: Severity, right: Severity) -> Bool {
    allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
  }
}

extension [Severity] {
  /// The severities in words: `error`, `error or warning`, `error, warning or note`.
  public var words: String {
    let names = map(\.rawValue)
    guard names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
  }
}

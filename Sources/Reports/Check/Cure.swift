// SPDX-License-Identifier: Apache-2.0

/// A command of pvkit that mends a finding of `pvkit check`.
enum Cure: Sendable, Equatable {
  /// `pvkit check --fix`
  case fix
  /// `pvkit notes set`, with that assignment.
  case set(String)

  /// For people.
  ///
  /// - Parameters:
  ///   - image: its path, as a command takes it.
  ///   - isPacked: it is in a package, where it cannot be mended.
  func text(_ image: String, isPacked: Bool) -> String {
    let command =
      switch self {
      case .fix: "check --fix \(image) -o NEW"
      case .set(let assignment): "notes set \(image) \(assignment) -o NEW"
      }
    return "fixed by pvkit \(command)" + (isPacked ? ", when it is unpacked" : "")
  }
}

extension FindingReport {
  /// What mends it.
  var cures: [Cure] { (fixable ? [.fix] : []) + (assignment.value.map { [.set($0)] } ?? []) }
}

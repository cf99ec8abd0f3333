// SPDX-License-Identifier: Apache-2.0

import Base

/// A command of pvkit that fixes a finding of `pvkit check`.
enum Cure: Sendable, Equatable, Codable {
  /// `pvkit check --fix`
  case fix
  /// `pvkit notes set` with this assignment, in which nothing needs quotes.
  case set(String)

  /// The command.
  ///
  /// - Parameter image: the image's path, as it was given, or `PACKAGE(FILE)`.
  func command(_ image: String) -> String {
    let name = image.shellFile
    return switch self {
    case .fix: "pvkit check --fix \(name) -o NEW"
    case .set(let note): "pvkit notes set \(name) \(note) -o NEW"
    }
  }
}

extension FindingReport {
  /// The commands that fix the finding.
  var cures: [Cure] { (fixable ? [.fix] : []) + (assignment.value.map { [.set($0)] } ?? []) }
}

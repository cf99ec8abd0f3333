// SPDX-License-Identifier: Apache-2.0

import Base

/// A command of pvkit that fixes a finding of `pvkit check`.
enum Cure: Sendable, Equatable {
  /// `pvkit check --fix`
  case fix
  /// `pvkit notes set` with this assignment, in which nothing needs quotes.
  case set(String)

  /// The command as text.
  ///
  /// - Parameters:
  ///   - image: the image's path, as it was given.
  ///   - isPacked: whether the image is in a package, where it cannot be fixed.
  func text(_ image: String, isPacked: Bool) -> String {
    let name = isPacked ? "IMAGE" : image.shellFile
    let command =
      switch self {
      case .fix: "check --fix \(name) -o NEW"
      case .set(let note): "notes set \(name) \(note) -o NEW"
      }
    return "fixed by pvkit \(command)" + (isPacked ? ", when it is unpacked" : "")
  }
}

extension FindingReport {
  /// The commands that fix the finding.
  var cures: [Cure] { (fixable ? [.fix] : []) + (assignment.value.map { [.set($0)] } ?? []) }
}

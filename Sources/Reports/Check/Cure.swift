// SPDX-License-Identifier: Apache-2.0

import Base

/// A command of pvkit that fixes a finding of `pvkit check`.
enum Cure: Sendable, Equatable, Codable {
  /// `pvkit check --fix`
  case fix
  /// `pvkit notes set` with this assignment, in which nothing needs quotes.
  case set(String)

  /// The words before and after a command, `fixed by ` and, for an image that is in no file, that it
  /// has to be saved first.
  ///
  /// - Parameter image: as of `command`.
  static func words(around image: String) -> (before: String, after: String) {
    ("fixed by ", FileName.isPassing(image) ? ", with the image saved to a file IMAGE" : "")
  }

  /// `fixed by pvkit check --fix vmlinux -o NEW`
  ///
  /// - Parameter image: as of `command`.
  func text(_ image: String) -> String {
    let words = Self.words(around: image)
    return words.before + command(image) + words.after
  }

  /// The command.
  ///
  /// - Parameter image: the image's path, as it was given, or `PACKAGE(FILE)`.
  func command(_ image: String) -> String {
    let name = FileName.isPassing(image) ? "IMAGE" : image.shellFile
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

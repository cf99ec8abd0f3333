// SPDX-License-Identifier: Apache-2.0

import Base

/// A word that the files of a kit do not have.
enum UnknownWord {
  /// `"interfce" is not known here; nearest: interface; expected: interface, only`
  ///
  /// - Parameters:
  ///   - known: the words that may stand there.
  ///   - forms: as they are written with what belongs to them; nil for the words alone.
  static func problem(
    _ word: String, among known: [String], forms: String? = nil
  ) -> String {
    let near = Nearest.names(word, among: known, limit: 3)
    return "\"\(word.printable)\" is not known here"
      + (near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))")
      + "; expected: \(forms ?? known.joined(separator: ", "))"
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base

/// The message for a word that is not allowed in a file of a kit.
enum UnknownWord {
  /// `"interfce" is not known here; nearest: interface; expected: interface, only`
  ///
  /// - Parameters:
  ///   - known: the words that are allowed.
  ///   - forms: the words with their arguments, for the message; nil for the words alone.
  static func problem(
    _ word: String, among known: [String], forms: String? = nil
  ) -> String {
    let near = Nearest.names(word, among: known, limit: 3)
    return "\"\(word.printable)\" is not known here"
      + (near.isEmpty ? "" : "; nearest: \(near.joined(separator: ", "))")
      + "; expected: \(forms ?? known.joined(separator: ", "))"
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checks

/// Why a loader refuses an image, by which the refusal is recognized: the same cause is the same
/// refusal, whatever release is asked for and however it words it.
struct RefusalCause: Equatable {
  /// What the messages for one cause have in common: no numbers, names of functions and
  /// explanations.
  let text: String

  /// - Parameter words: the loader's message.
  init(_ words: String) {
    let plain = LoaderWords.plain(LoaderWords.deciding(words))
    text = plain.isEmpty ? words.withoutNumbers : plain
  }

  /// The part of a fingerprint that follows the rule: `libxenguest domU pv: out of memory`.
  ///
  /// - Parameter loader: the loader, role and mode: `libxenguest domU pv`.
  func lasting(of loader: String) -> String { "\(loader): \(text)" }

  /// A loader's message, or words in place of one.
  static func words(_ reason: String?) -> String { reason ?? "without a message" }
}

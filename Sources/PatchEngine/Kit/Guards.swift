// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The architectures and eras that an entry is for, as written after its name in `series`.
public struct Guards: Sendable, Equatable {
  /// The architectures; empty for all.
  public let architectures: [Architecture]
  /// The eras; empty for all.
  let eras: [Era]

  func hold(_ architecture: Architecture, _ era: Era) -> Bool {
    (architectures.isEmpty || architectures.contains(architecture))
      && (eras.isEmpty || eras.contains(era))
  }

  /// - Parameter words: `+x86_64`, `+port`.
  /// - Returns: nil if a word is neither an architecture nor an era, or is repeated.
  init?(_ words: some Sequence<Substring>) {
    var (architectures, eras): ([Architecture], [Era]) = ([], [])
    for word in words {
      let name = String(word.dropFirst())
      if word.first == "+", let architecture = Architecture(rawValue: name) {
        architectures.append(architecture)
      } else if word.first == "+", let era = Era(rawValue: name) {
        eras.append(era)
      } else {
        return nil
      }
    }
    guard Set(architectures).count == architectures.count, Set(eras).count == eras.count else {
      return nil
    }
    self.architectures = architectures
    self.eras = eras
  }

  /// The guards as `series` writes them: `+x86_64`.
  public var words: [String] {
    architectures.map { "+\($0.rawValue)" } + eras.map { "+\($0.rawValue)" }
  }
}

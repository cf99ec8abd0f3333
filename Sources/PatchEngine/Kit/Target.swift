// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The target of a kit: a tree's release, and the architectures to build.
public struct Target: Sendable {
  /// The release, as stated by the tree.
  public let release: KernelRelease
  /// What the kit knows about the release.
  public let known: KnownRelease
  /// The architectures to build.
  public let architectures: [Architecture]

  /// Whether `pvkit patch lock` locks this release: a release of kernel.org that the kit knows, or
  /// that has a lock. Other trees are compared with the locks of these.
  func isLockable(among locks: [Lock]) -> Bool {
    release.suffix.isEmpty
      && (known.release.numbers == release.numbers
        || locks.contains { $0.numbers == release.numbers })
  }

  /// The architectures of this target that match guards.
  func architectures(for guards: Guards) -> [Architecture] {
    known.eras.filter {
      architectures.contains($0.architecture) && guards.hold($0.architecture, $0.era)
    }.map(\.architecture)
  }
}

extension Target {
  /// A release that the kit knows, for all of its architectures.
  init(_ known: KnownRelease) {
    self.init(release: known.release, known: known, architectures: known.architectures)
  }
}

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

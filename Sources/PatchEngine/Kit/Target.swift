// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What a kit is to be laid upon: a tree's release, and the architectures that are to be built.
public struct Target: Sendable {
  /// As the tree says it.
  public let release: KernelRelease
  /// What the kit knows of it.
  public let known: KnownRelease
  public let architectures: [Architecture]

  /// Whether it is a release that `pvkit patch lock` locks, or has: not another's tree.
  func isLockable(among locks: [Lock]) -> Bool {
    release.suffix.isEmpty
      && (known.release.numbers == release.numbers
        || locks.contains { $0.numbers == release.numbers })
  }

  /// The architectures for which an entry is, of this target's.
  func architectures(for guards: Guards) -> [Architecture] {
    known.eras.filter {
      architectures.contains($0.architecture) && guards.hold($0.architecture, $0.era)
    }.map(\.architecture)
  }
}

extension Target {
  /// A release as the kit knows it, for all of its architectures.
  init(_ known: KnownRelease) {
    self.init(release: known.release, known: known, architectures: known.architectures)
  }
}

/// For which architectures and eras an entry is, as `series` says behind its name.
public struct Guards: Sendable, Equatable {
  /// Empty for all.
  public let architectures: [Architecture]
  let eras: [Era]

  func hold(_ architecture: Architecture, _ era: Era) -> Bool {
    (architectures.isEmpty || architectures.contains(architecture))
      && (eras.isEmpty || eras.contains(era))
  }

  /// - Parameter words: `+x86_64`, `+port`.
  /// - Returns: nil when one is neither, or is given twice.
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

  /// As `series` has them: `+x86_64`.
  public var words: [String] {
    architectures.map { "+\($0.rawValue)" } + eras.map { "+\($0.rawValue)" }
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The target of a kit: a tree's release, and the architectures to build.
public struct KitTarget: Sendable {
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

extension KitTarget {
  /// A release that the kit knows, for all of its architectures.
  init(_ known: KnownRelease) {
    self.init(release: known.release, known: known, architectures: known.architectures)
  }
}

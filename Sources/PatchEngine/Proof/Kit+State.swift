// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  /// What a proof depends on of this kit, and of the files in its directory that are read when they are
  /// needed.
  ///
  /// A proof takes minutes, in which somebody may go on with the kit: what was built and booted would
  /// be partly of the one and partly of the other.
  public func state(
    of release: KernelRelease, on architectures: [Architecture]
  ) throws(PatchError) -> KitState {
    guard let known = known(release) else { return KitState(digests: [:]) }
    let target = Target(release: release, known: known, architectures: architectures)
    let effects = self.effects(for: target)
    let digests = Dictionary(uniqueKeysWithValues: effects.map { ($0.id, $0.digest) })
    let series = Digest(of: effects.map { Array($0.id.utf8) })
    return KitState(
      digests: digests.merging(try proofParts(target)) { $1 }.merging(["series": series]) { $1 }
    )
  }
}

/// What a release got of a kit at one time.
public struct KitState: Sendable, Equatable {
  let digests: [String: Digest]

  /// What is not as it is in another state, sorted by name.
  public func differences(from other: KitState) -> [String] {
    Set(digests.keys).union(other.digests.keys).filter { digests[$0] != other.digests[$0] }.sorted()
  }
}

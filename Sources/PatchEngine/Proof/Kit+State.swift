// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  /// What a proof depends on in this kit, including files in its directory that are read only when
  /// they are needed.
  ///
  /// A proof takes minutes, during which the kit may be edited: then one part of it would be built
  /// and booted from the old kit, and another part from the new one. Comparing the states before
  /// and after detects that.
  public func state(
    of release: KernelRelease, on architectures: [Architecture]
  ) throws(PatchError) -> KitState {
    guard let known = known(release) else { return KitState(digests: [:]) }
    let target = KitTarget(release: release, known: known, architectures: architectures)
    let effects = self.effects(for: target)
    let digests = Dictionary(uniqueKeysWithValues: effects.map { ($0.id, $0.digest) })
    let series = Digest(of: effects.map { Array($0.id.utf8) })
    return KitState(
      digests: digests.merging(try proofParts(target)) { $1 }.merging(["series": series]) { $1 }
    )
  }
}

/// What a release gets from a kit at one time.
public struct KitState: Sendable, Equatable {
  /// The digests, by the IDs of entries and the names of other parts.
  let digests: [String: Digest]

  /// The names of what differs from another state, sorted.
  public func differences(from other: KitState) -> [String] {
    Set(digests.keys).union(other.digests.keys).filter { digests[$0] != other.digests[$0] }.sorted()
  }
}

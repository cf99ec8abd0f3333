// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The proofs of all releases on one architecture.
struct ProvenColumns {
  let architecture: Architecture
  private(set) var standings: [Matrix.ProofState] = []
  /// What was changed since the proofs, by release.
  private(set) var changes: [[String]] = []
  /// The stages that did not hold or were not tried, by release.
  private(set) var failures: [[String]] = []

  init(
    _ architecture: Architecture, _ releases: [String], _ proofs: [Proof], _ kit: Kit
  ) throws(PatchError) {
    self.architecture = architecture
    for release in releases {
      let own = proofs.filter { proof in
        proof.release == release
          && (proof.results.isEmpty
            || proof.results.contains { $0.architecture == architecture.rawValue })
      }
      try add(own, KernelRelease.numbers(release).flatMap { kit.known(KernelRelease($0)) }, kit)
    }
  }

  private mutating func add(
    _ proofs: [Proof], _ known: KnownRelease?, _ kit: Kit
  ) throws(PatchError) {
    var (changed, failed): ([String], [String]) = ([], [])
    for proof in proofs { changed += try proof.changed(in: kit) }
    if changed.isEmpty {
      for proof in proofs { failed += try proof.failures(of: kit) }
    }
    changes.append(changed)
    failures.append(failed)
    let isKnown = known?.architectures.contains(architecture) == true
    let state: Matrix.ProofState =
      if !isKnown {
        .notNeeded
      } else if proofs.isEmpty {
        .never
      } else if !changed.isEmpty {
        .changed
      } else {
        failed.isEmpty ? .proven : .failed
      }
    standings.append(state)
  }
}

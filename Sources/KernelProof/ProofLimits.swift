// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import PatchEngine

/// What of a proof a release cannot have, as its file in the kit says: a release without code for it
/// cannot be a dom0, and one that only runs without Xen has that role alone.
struct ProofLimits: Sendable {
  /// Whether the kit makes the guest.
  let isPort: Bool
  private let architecture: Architecture
  /// The reasons.
  private let without: [ProofStep: String]

  /// - Throws: PatchError when the tree's release cannot be read.
  init(of request: ProofRequest, _ kit: Kit) throws(PatchError) {
    let known = try kit.known(KernelTree(path: request.tree).release)
    self.init(known, request.architecture)
  }

  init(_ known: KnownRelease?, _ architecture: Architecture) {
    self.architecture = architecture
    isPort = (known?.era(on: architecture) ?? .port) == .port
    without = ProofStep.allCases.reduce(into: [:]) { without, step in
      // What is a part of a role cannot be without it.
      let names = [step.rawValue] + (step.role.map { [$0.rawValue] } ?? [])
      without[step] =
        names.lazy.compactMap { known?.reasonWithout($0, on: architecture) }.first
    }
  }

  func possible(_ steps: [ProofStep]) -> [ProofStep] { steps.filter { without[$0] == nil } }

  /// The results in the order of the steps, with those that cannot be.
  ///
  /// - Parameter wanted: the steps that were asked for.
  func complete(
    _ results: [ProofStep: Proof.Result], _ wanted: [ProofStep]
  ) -> [Proof.Result] {
    ProofStep.allCases.compactMap { step in
      if let result = results[step] { return result }
      guard let reason = without[step], wanted.contains(step) else { return nil }
      return Proof.Result(
        architecture: architecture.rawValue, stage: step.rawValue, state: .cannot, seconds: 0,
        detail: reason)
    }
  }
}

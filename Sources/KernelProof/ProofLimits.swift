// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import PatchEngine

/// The steps that a release cannot pass, as its file in the kit states: a release without code for
/// dom0 cannot be one, and a release that runs only without Xen has that role alone.
struct ProofLimits: Sendable {
  /// Whether the kit's port is used, not mainline's own Xen code.
  let isPort: Bool
  private let architecture: Architecture
  /// The reasons, by step.
  private let without: [ProofStep: String]

  /// - Throws: `PatchError` if the release of the tree cannot be read.
  init(of request: ProofRequest, _ kit: Kit) throws(PatchError) {
    let known = try kit.known(KernelTree(path: request.tree).release)
    self.init(known, request.architecture)
  }

  init(_ known: KnownRelease?, _ architecture: Architecture) {
    self.architecture = architecture
    isPort = (known?.era(on: architecture) ?? .port) == .port
    without = ProofStep.allCases.reduce(into: [:]) { without, step in
      // A step that belongs to a role is not possible without the role.
      let names = [step.rawValue] + (step.role.map { [$0.rawValue] } ?? [])
      without[step] =
        names.lazy.compactMap { known?.reasonWithout($0, on: architecture) }.first
    }
  }

  func possible(_ steps: [ProofStep]) -> [ProofStep] { steps.filter { without[$0] == nil } }

  /// All results in the order of the steps, including those of impossible steps.
  ///
  /// - Parameters:
  ///   - results: the results of the steps that ran.
  ///   - wanted: the steps that were requested.
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

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import PatchEngine

/// The steps that a release cannot pass, as its file in the kit states: a release without code for
/// dom0 cannot be one, and a release that runs only without Xen has that role alone.
struct ProofLimits: Sendable {
  /// Whether the kit's port is used, not mainline's own Xen code.
  let isPort: Bool
  /// The role in which devices and several vCPUs are tried: a domU of Debian's Xen, or one on its
  /// PV shim where that is the only possible one.
  let guest: BootRole
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
    func reason(_ names: String...) -> String? {
      names.lazy.compactMap { known?.reasonWithout($0, on: architecture) }.first
    }
    let guest: BootRole = reason("domU") != nil && reason("shim") == nil ? .shim : .domU
    self.guest = guest
    without = ProofStep.allCases.reduce(into: [:]) { without, step in
      // A step that belongs to a role is not possible without the role.
      without[step] = reason(step.rawValue, step.role(of: guest)?.rawValue ?? step.rawValue)
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

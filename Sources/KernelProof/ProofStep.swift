// SPDX-License-Identifier: Apache-2.0

import PatchEngine

/// A step of a proof; the raw value is the name of the stage in the record.
public enum ProofStep: String, Sendable, CaseIterable {
  case copy, apply, build, audit
  /// Runs the kernel on the model of Xen, which takes less time than any boot.
  case model
  /// Comes first among the roles, because it builds a second kernel, which takes longer than a
  /// boot.
  case bare
  case dom0, domU
  /// Boots as a domU, or on the PV shim, with disks and a network card.
  case devices
  /// Builds a third kernel for several vCPUs, and boots it as a domU, or on the PV shim.
  case smp
  case shim
  case revert

  /// The steps of a proof of these roles, in the order in which they start.
  ///
  /// - Parameters:
  ///   - roles: the roles to boot.
  ///   - model: whether the kernel is the kit's own port, which the model of Xen runs.
  ///   - guest: the role of a guest with devices or several vCPUs.
  ///   - drivers: whether the kernel has the drivers for a domU's devices.
  ///   - smp: whether there is a configuration for several vCPUs.
  static func steps(
    _ roles: [BootRole], model: Bool, guest: BootRole, drivers: Bool, smp: Bool
  ) -> [ProofStep] {
    let isOfXen = roles.contains { $0 != .bare }
    return allCases.filter { step in
      (step.role(of: guest).map(roles.contains) ?? true) && (step != .model || model && isOfXen)
        && (step != .devices || drivers) && (step != .smp || smp)
    }
  }

  /// The role that the step belongs to.
  ///
  /// - Parameter guest: the role of a guest with devices or several vCPUs.
  func role(of guest: BootRole) -> BootRole? {
    [.devices, .smp].contains(self) ? guest : BootRole(rawValue: rawValue)
  }

  /// The steps that must have passed before.
  var needs: [ProofStep] {
    switch self {
    case .copy: []
    case .apply: [.copy]
    case .build: [.apply]
    case .audit, .model, .bare, .dom0, .domU, .devices, .smp, .shim: [.build]
    case .revert: [.apply]
    }
  }

  /// The steps that must have ended before, with any result, because they work in the same tree.
  var follows: [ProofStep] {
    switch self {
    case .bare: [.audit]
    case .smp: [.audit, .bare]
    case .revert: [.build, .audit, .bare, .smp]
    default: []
    }
  }
}

/// A progress report of a proof.
public enum ProofEvent: Sendable {
  case started(ProofStep)
  /// The last line of the step's output.
  case doing(ProofStep, String)
  case ended(ProofStep, Proof.Result, ProofFailure?)
  /// Sent regularly while steps run.
  case tick
}

/// A step failed.
public struct ProofFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The reason in one line, without paths of this machine.
  public let description: String
  /// The path of the log; nil if nothing was logged.
  public let log: String?
  /// The last lines of the log.
  public let tail: [String]

  init(_ description: String, log: String? = nil, tail: [String] = []) {
    (self.description, self.log, self.tail) = (description, log, tail)
  }
}

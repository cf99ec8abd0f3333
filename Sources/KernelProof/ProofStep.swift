// SPDX-License-Identifier: Apache-2.0

import PatchEngine

/// A step of a proof; its name is the stage's in the record.
public enum ProofStep: String, Sendable, CaseIterable {
  case copy, apply, build, audit
  /// Builds a second kernel, which takes longer than a boot: first among the roles.
  case bare
  case dom0, domU
  /// As domU with disks and a network card.
  case devices
  /// Builds a third kernel, for several vCPUs, and boots it as domU with them.
  case smp
  case shim
  case revert

  /// Of a proof of these roles, in the order in which they begin.
  ///
  /// - Parameters:
  ///   - drivers: whether the kernel has those for the devices of a domU.
  ///   - smp: whether there is a configuration for several vCPUs.
  static func steps(_ roles: [BootRole], drivers: Bool, smp: Bool) -> [ProofStep] {
    allCases.filter { step in
      (step.role.map(roles.contains) ?? true) && (step != .devices || drivers)
        && (step != .smp || smp)
    }
  }

  /// The one of which it is a part.
  var role: BootRole? { [.devices, .smp].contains(self) ? .domU : BootRole(rawValue: rawValue) }

  /// What has to have held before.
  var needs: [ProofStep] {
    switch self {
    case .copy: []
    case .apply: [.copy]
    case .build: [.apply]
    case .audit, .bare, .dom0, .domU, .devices, .smp, .shim: [.build]
    case .revert: [.apply]
    }
  }

  /// What has to have ended before, however it did: what works in the same tree.
  var follows: [ProofStep] {
    switch self {
    case .bare: [.audit]
    case .smp: [.audit, .bare]
    case .revert: [.build, .audit, .bare, .smp]
    default: []
    }
  }
}

/// Something to show while a proof is made.
public enum ProofEvent: Sendable {
  case started(ProofStep)
  /// The last line that its program wrote.
  case doing(ProofStep, String)
  case ended(ProofStep, Proof.Result, ProofFailure?)
  /// Some time passed.
  case tick
}

/// Why a step did not hold.
public struct ProofFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// In one line, without any path of this machine's.
  public let description: String
  /// The log of what went wrong; nil where nothing was logged.
  public let log: String?
  /// The log's last lines.
  public let tail: [String]

  init(_ description: String, log: String? = nil, tail: [String] = []) {
    (self.description, self.log, self.tail) = (description, log, tail)
  }
}

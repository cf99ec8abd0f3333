// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestCode
import GuestImage
import HypervisorABI
import Loaders

/// What is asked about an image: whether each loader takes it, and what is wrong with it.
public struct ImageCheck: Sendable {
  /// The hypervisor.
  public var target: Target
  public var modes: [GuestMode]
  public var roles: [DomainRole]
  /// Instructions that somebody has reviewed.
  public var suppressions: Suppressions

  public init(
    target: Target = Target(), modes: [GuestMode] = GuestMode.kernels,
    roles: [DomainRole] = DomainRole.allCases, suppressions: Suppressions = Suppressions()
  ) {
    self.target = target
    self.modes = modes
    self.roles = roles
    self.suppressions = suppressions
  }

  /// Asks every loader and every rule.
  public func report(on image: GuestImage) -> CheckReport {
    let verdicts =
      image.isBeyondLimit
      ? [] : Loaders.verdicts(on: image, modes: modes, roles: roles, target: target)
    let findings = Rules.findings(
      Subject(image: image, target: target, verdicts: verdicts, suppressions: suppressions))
    return CheckReport(
      image: image, notes: NotesReport(image), verdicts: verdicts, findings: findings)
  }
}

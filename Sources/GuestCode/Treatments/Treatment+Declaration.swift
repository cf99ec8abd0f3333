// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Instructions

/// Short forms for the rows of the table.
extension Treatment {
  init(
    _ kind: InstructionClass, _ outcome: Outcome, as severity: Severity? = nil,
    since: XenRelease = XenRelease(2, 0), until: XenRelease? = nil, role: DomainRole? = nil,
    _ reason: String, cure: String, source: String = Treatment.emulator
  ) {
    self.kind = kind
    span = Span(since: since, until: until)
    self.role = role
    self.outcome = outcome
    self.severity = severity ?? outcome.usualSeverity
    self.reason = reason
    self.cure = cure
    self.source = source
  }

  /// Xen's emulator of privileged instructions. Up to 4.8 it is part of xen/arch/x86/traps.c.
  static let emulator = "xen/arch/x86/pv/emul-priv-op.c@4.17"
  /// The instruction does not trap, so no code of Xen is involved.
  static let manual = "processor manual: no trap outside ring 0"
}

extension Treatment.Outcome {
  /// A silently wrong result is as bad as a fault.
  fileprivate var usualSeverity: Severity {
    switch self {
    case .same, .emulated: .note
    case .conditional: .warning
    case .faults, .misleads: .error
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Instructions

/// How rows of the table are written.
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

  /// Xen's emulator of privileged instructions; up to 4.8 a part of xen/arch/x86/traps.c.
  static let emulator = "xen/arch/x86/pv/emul-priv-op.c@4.17"
  /// Nothing of Xen's: it never gets to know.
  static let manual = "processor manual: no trap outside ring 0"
}

extension Treatment.Outcome {
  /// Wrong without a word is no better than a fault.
  fileprivate var usualSeverity: Severity {
    switch self {
    case .same, .emulated: .note
    case .conditional: .warning
    case .faults, .misleads: .error
    }
  }
}

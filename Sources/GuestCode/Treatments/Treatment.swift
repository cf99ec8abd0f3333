// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Instructions

/// What Xen does with an instruction that a PV guest's kernel executes: one row of `Treatment.all`.
public struct Treatment: Sendable, Equatable {
  /// What happens on execution.
  public enum Outcome: String, Sendable, CaseIterable, Encodable {
    /// The same as on the bare machine.
    case same
    /// Xen emulates it.
    case emulated
    /// It depends on the operand or on what the kernel has set up; `Treatment.reason` says how.
    case conditional
    /// A fault is delivered to the kernel; Xen does nothing else.
    case faults
    /// No trap, but another result than on the bare machine.
    case misleads
  }

  /// The class of instructions.
  public let kind: InstructionClass
  /// The releases of Xen that it applies to.
  public let span: Span
  /// The domain role that it applies to; nil for all.
  public let role: DomainRole?
  /// What happens on execution.
  public let outcome: Outcome
  /// How severe that is.
  public let severity: Severity
  /// A description of what happens.
  public let reason: String
  /// What a kernel must do instead.
  public let cure: String
  /// The source of the fact: FILE@RELEASE of Xen, or the processor manual.
  public let source: String

  /// The row for that class; nil if a PV kernel may execute the instruction unchanged.
  public static func of(
    _ kind: InstructionClass, in release: XenRelease, role: DomainRole = .domU
  ) -> Treatment? {
    let row = rows[kind]?.first {
      $0.span.contains(release) && ($0.role ?? role) == role
    }
    return release.isEarly ? row?.early : row
  }

  /// The row for Xen 2.0, which has no emulator of privileged instructions.
  private var early: Treatment {
    guard source == Self.emulator, [.emulated, .conditional].contains(outcome) else { return self }
    return Treatment(
      kind, .faults, role: role, "#GP: Xen 2.0 emulates nothing", cure: cure,
      source: "xen/arch/x86/traps.c@2.0.6")
  }

  private static let rows = Dictionary(grouping: all, by: \.kind)
}

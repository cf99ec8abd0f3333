// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Instructions

/// What Xen makes of an instruction of a PV guest's kernel: one row of the table `Treatment.all`.
public struct Treatment: Sendable, Equatable {
  /// What happens when it is executed.
  public enum Outcome: String, Sendable, CaseIterable, Encodable {
    /// The same as on the bare machine.
    case same
    /// Xen does it in the kernel's stead.
    case emulated
    /// It depends on the operand or on what the kernel arranged: `Treatment.condition`.
    case conditional
    /// A fault that the kernel gets to see; Xen does nothing.
    case faults
    /// No trap, and something else than on the bare machine.
    case misleads
  }

  /// The instructions that it is about.
  public let kind: InstructionClass
  /// The releases of Xen in which it is so.
  public let span: Span
  /// The domain of which it is so; nil for any.
  public let role: DomainRole?
  /// What happens.
  public let outcome: Outcome
  /// How bad that is.
  public let severity: Severity
  /// What happens, in words.
  public let reason: String
  /// What a kernel does instead.
  public let cure: String
  /// Where it was read: FILE@RELEASE of Xen's source, or the processor's manual.
  public let source: String

  /// The row for that instruction; nil when a PV kernel may execute it as it stands.
  public static func of(
    _ kind: InstructionClass, in release: XenRelease, role: DomainRole = .domU
  ) -> Treatment? {
    rows[kind]?.first {
      $0.span.contains(release) && ($0.role ?? role) == role
    }
  }

  private static let rows = Dictionary(grouping: all, by: \.kind)
}

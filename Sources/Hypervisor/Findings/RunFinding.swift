// SPDX-License-Identifier: Apache-2.0

import Base

/// A mistake of a guest, at an address in its code.
public struct RunFinding: Sendable, Equatable {
  /// The rule that was violated.
  public let rule: RunRule
  /// The rule's severity, or a lower one where the guest seems to expect the failure.
  public let severity: Severity
  /// What happened, for a report.
  public let message: String
  /// The address of the instruction, or of the caller of the hypercall page.
  public let address: UInt64
  /// The place as `symbol+0x1f`; nil if the kernel has no symbol there.
  public let symbol: String?
  /// The line of source code, such as `mm.c:12`; nil if the kernel has no DWARF.
  public let line: String?
  /// Nanoseconds since the domain started.
  public let time: UInt64
  /// How often it happened at that address.
  public internal(set) var count = 1
}

// SPDX-License-Identifier: Apache-2.0

import Base

/// Something that a guest did which is wrong, at a place in its code.
public struct RunFinding: Sendable, Equatable {
  public let rule: RunRule
  /// The rule's, or less where the place says that the guest expects it.
  public let severity: Severity
  public let message: String
  /// The address of the instruction, or of the one that called the hypercall page.
  public let address: UInt64
  /// `symbol+0x1f`; nil where the kernel has no symbol there.
  public let symbol: String?
  /// Nanoseconds of the domain's time.
  public let time: UInt64
  /// How often it happened there.
  public internal(set) var count = 1
}

// SPDX-License-Identifier: Apache-2.0

/// The mode in which the processor decodes a code segment, as set by the segment's L and D bits.
public enum CodeMode: Sendable {
  /// Protected or compatibility mode: 32-bit operands and addresses.
  case bits32
  /// Long mode.
  case bits64
}

// SPDX-License-Identifier: Apache-2.0

/// How the processor reads a run of code, by its segment's L and D bits.
public enum CodeMode: Sendable {
  /// Protected or compatibility mode: 32-bit operands and addresses.
  case bits32
  /// Long mode.
  case bits64
}

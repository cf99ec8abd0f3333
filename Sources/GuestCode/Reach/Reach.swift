// SPDX-License-Identifier: Apache-2.0

/// Whether a PV guest reaches an instruction, as far as the kernel image shows.
public enum Reach: String, Sendable, CaseIterable, Encodable {
  /// Nothing shows that it does not.
  case plain
  /// It is in a function for PV guests, or in one that they certainly run, in a kernel that has
  /// code of its own for them.
  case guest
  /// The kernel replaces it before it runs on Xen (.altinstructions, .parainstructions).
  case replaced
  /// It only runs on the bare machine: a function in a pv_ops table before Xen's functions replace
  /// it, or code that is patched in where there is no Xen.
  case native
  /// It only runs in ring 0 of an HVM container: it is reached from the PVH entry alone.
  case container
  /// A fault is expected there (__ex_table).
  case guarded
  /// It is patched in if the processor has some feature.
  case feature
  /// Unknown. Either the kernel has code of its own for PV guests, and nothing shows which of the
  /// two this is; or the file has no sections, and nothing distinguishes code from data.
  case undecided

  /// Whether a PV guest never reaches it.
  public var isCleared: Bool { self == .replaced || self == .native || self == .container }
}

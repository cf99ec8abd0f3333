// SPDX-License-Identifier: Apache-2.0

/// Whether a PV guest gets to an instruction, as far as the kernel itself tells.
public enum Reach: String, Sendable, CaseIterable, Encodable {
  /// Nothing says that it does not.
  case plain
  /// It is in a function for PV guests, or in one that they surely run, of a kernel that has a way
  /// of its own for them.
  case guest
  /// The kernel replaces it before it runs on Xen: .altinstructions, .parainstructions.
  case replaced
  /// It is for the bare machine only: what a table of pv_ops holds until Xen's functions are put
  /// in, or what is patched in where there is no Xen.
  case native
  /// It is in ring 0 of an HVM container: only the entry for PVH leads there.
  case container
  /// A fault is expected there: __ex_table.
  case guarded
  /// What is patched in where a processor has some feature.
  case feature
  /// The kernel has a way of its own for PV guests, and nothing tells which of the two goes here;
  /// or there are no sections, and nothing tells code from data.
  case undecided

  /// A PV guest never gets there.
  public var isCleared: Bool { self == .replaced || self == .native || self == .container }
}

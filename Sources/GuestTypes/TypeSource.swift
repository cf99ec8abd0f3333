// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Something that knows a guest's types: BTF, DWARF, the headers of a source tree.
public protocol TypeSource: Sendable {
  /// What it is and where, for people: `BTF of vmlinuz`, `DWARF 5 of vmlinux`.
  var description: String { get }
  /// The processor that the guest is compiled for.
  var architecture: Architecture { get }

  /// What it could not read, a line each.
  var remarks: [String] { get }

  /// The structures and unions of those tags (or typedefs) that the guest declares, by name; a
  /// name that it lacks, or declares only forward, is absent.
  func layouts(of names: Set<String>) throws -> [String: TypeLayout]

  /// The like, with every definition of a name that differs from those before it: a kernel may have
  /// several, a driver's own copy among them.
  func definitions(of names: Set<String>) throws -> [String: [TypeLayout]]

  /// The enumerators and macros of those names, as far as the source keeps any.
  func constants(of names: Set<String>) throws -> [String: Int]
}

extension TypeSource {
  public var remarks: [String] { [] }

  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    try layouts(of: names).mapValues { [$0] }
  }
}

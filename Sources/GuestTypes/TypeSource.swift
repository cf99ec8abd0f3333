// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A source of a guest's types: BTF, DWARF, or the headers of a source tree.
public protocol TypeSource: Sendable {
  /// A description for messages, such as `BTF of vmlinuz` or `DWARF 5 of vmlinux`.
  var description: String { get }
  /// The architecture that the guest is compiled for.
  var architecture: Architecture { get }

  /// Messages about what could not be read, one line each.
  var remarks: [String] { get }

  /// The structures and unions with those tags or typedefs, by name. A name that the guest does not
  /// have, or only declares, is absent.
  ///
  /// - Throws: an error if the source is damaged.
  func layouts(of names: Set<String>) throws -> [String: TypeLayout]

  /// All different definitions of each name. A kernel may have several, for example in a driver's
  /// own copy of a header.
  ///
  /// - Throws: an error if the source is damaged.
  func definitions(of names: Set<String>) throws -> [String: [TypeLayout]]

  /// The values of the enumerators and macros of those names, as far as the source has them.
  ///
  /// - Throws: an error if the source is damaged.
  func constants(of names: Set<String>) throws -> [String: Int]
}

extension TypeSource {
  public var remarks: [String] { [] }

  public func definitions(of names: Set<String>) throws -> [String: [TypeLayout]] {
    try layouts(of: names).mapValues { [$0] }
  }
}

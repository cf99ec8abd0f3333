// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A recorded type source, in the stable format of `pvkit abi snapshot`.
///
/// `{"source": …, "arch": …, "structs": {name: {"size": …, "fields": [[name, offset, size, type], …]}},
/// "constants": {…}}`
public struct Snapshot: Sendable, TypeSource {
  /// The description of the recorded source.
  public let description: String
  public let architecture: Architecture
  /// The recorded structures, by name.
  public let layouts: [String: TypeLayout]
  /// The values of the recorded constants, by name.
  public let constants: [String: Int]

  /// Records the types and constants of those names.
  public init(
    _ source: any TypeSource, structures: Set<String>, constants: Set<String>
  ) throws {
    description = source.description
    architecture = source.architecture
    layouts = try source.layouts(of: structures)
    self.constants = try source.constants(of: constants)
  }

  init(
    description: String, architecture: Architecture, layouts: [String: TypeLayout],
    constants: [String: Int]
  ) {
    self.description = description
    self.architecture = architecture
    self.layouts = layouts
    self.constants = constants
  }

  public func layouts(of names: Set<String>) -> [String: TypeLayout] {
    layouts.filter { names.contains($0.key) }
  }

  public func constants(of names: Set<String>) -> [String: Int] {
    constants.filter { names.contains($0.key) }
  }
}

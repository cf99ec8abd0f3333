// SPDX-License-Identifier: Apache-2.0

/// What pvkit writes for kernels, all of it from the model of the ABI: pure functions from a
/// description to files.
public enum Generate {
  /// Stands in every generated file: they go into kernels.
  static let license = "SPDX-License-Identifier: GPL-2.0-only"
}

/// A file to be written.
public struct GeneratedFile: Sendable, Equatable {
  /// Relative to the tree: `xen.h`.
  public let path: String
  /// What it holds.
  public let text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

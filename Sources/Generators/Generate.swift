// SPDX-License-Identifier: Apache-2.0

/// The generators. They are pure functions from a description to files, and get all numbers from
/// the model of the ABI.
public enum Generate {
  /// The license in every generated file. It is the kernel's, because the files become part of
  /// kernels.
  static let license = "SPDX-License-Identifier: GPL-2.0-only"
}

/// A file to write.
public struct GeneratedFile: Sendable, Equatable {
  /// The path relative to the tree, such as `xen.h`.
  public let path: String
  /// The content.
  public let text: String

  public init(path: String, text: String) {
    self.path = path
    self.text = text
  }
}

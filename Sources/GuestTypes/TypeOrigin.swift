// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// A place that types can be read from, as the user gave it.
public enum TypeOrigin: Sendable {
  /// A kernel, packed or not. For a module, `base` is the kernel that its types refer to.
  case image(GuestImage, base: GuestImage? = nil)
  /// The top directory of a source tree; the architecture, nil for x86_64 if the tree has it; and
  /// the compiler.
  case tree(String, on: Architecture? = nil, with: Compiler = Compiler())

  /// The name that the user gave.
  public var name: String {
    switch self {
    case .image(let image, _): image.name
    case .tree(let path, _, _): path
    }
  }
}

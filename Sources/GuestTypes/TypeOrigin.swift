// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// Where types may come from, as the user named it.
public enum TypeOrigin: Sendable {
  /// A kernel, unpacked when it was packed; of a module, the kernel that its types count on.
  case image(GuestImage, base: GuestImage? = nil)
  /// The folder of a source tree; the processor, nil for x86_64 where the tree has it; and what
  /// compiles it.
  case tree(String, on: Architecture? = nil, with: Compiler = Compiler())

  /// As the user named it.
  public var name: String {
    switch self {
    case .image(let image, _): image.name
    case .tree(let path, _, _): path
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// Where types may come from, as the user named it.
public enum TypeOrigin: Sendable {
  /// A kernel, unpacked when it was packed.
  case image(GuestImage)
  /// The folder of a source tree.
  case tree(String)

  /// As the user named it.
  public var name: String {
    switch self {
    case .image(let image): image.name
    case .tree(let path): path
    }
  }
}

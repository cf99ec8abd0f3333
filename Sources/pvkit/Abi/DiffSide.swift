// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import ArgumentParser
import Glibc
import GuestImage
import GuestTypes
import HypervisorABI

/// One side of `pvkit abi diff`: a release of Xen, or a guest that carries its types.
enum DiffSide {
  case release(XenRelease)
  /// An image, or the folder of a source tree.
  case guest(path: String)

  /// What reads as a release is one; a file of such a name is `./4.17`.
  static func meant(by text: String) throws -> DiffSide {
    XenRelease(text) == nil ? .guest(path: text) : .release(try XenRelease.meant(by: text))
  }

  /// The guest's types; nil for a release.
  func source(limit: Int) throws -> (any TypeSource)? {
    guard case .guest(let path) = self else { return nil }
    return try TypeSources.open(Self.origin(path, limit: limit))
  }

  /// The release on that architecture; nil for a guest.
  func view(on architecture: Architecture) -> AbiView? {
    guard case .release(let release) = self else { return nil }
    return AbiView(release, on: architecture)
  }

  private static func origin(_ path: String, limit: Int) throws -> TypeOrigin {
    var status = stat()
    if stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR { return .tree(path) }
    let image = try GuestImage.open(path: path, limit: limit)
    if let problem = image.problem { throw problem }
    return .image(image)
  }
}

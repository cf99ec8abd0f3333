// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The loaders that are modelled; a row each.
public enum Loaders {
  /// The loaders that are modelled, in the order of a report.
  public static let all: [any Loader.Type] = [Libxenguest.self, XenDom0.self, XenShim.self]

  /// The memory of the domain that verdicts are given for, in MiB. It decides only which kernels
  /// are too large.
  public static let domainMemory: UInt64 = 512

  /// What each loader of those roles says of the image, mode by mode.
  public static func verdicts(
    on image: GuestImage, modes: [GuestMode], roles: [DomainRole], target: Target
  ) -> [Verdict] {
    all.filter { roles.contains($0.role) }.flatMap { loader in
      modes.filter(loader.modes.contains).map {
        loader.verdict(on: image, mode: $0, target: target)
      }
    }
  }
}

/// Sizes of pages, the same for all that is modelled here.
enum Page {
  static let shift: UInt64 = 12
  static let size: UInt64 = 1 << shift
  /// Frames of the domain that verdicts are given for.
  static let domainFrames = Loaders.domainMemory << (20 - shift)

  static func roundUp(_ address: UInt64) -> UInt64 { (address &+ size &- 1) & ~(size - 1) }
}

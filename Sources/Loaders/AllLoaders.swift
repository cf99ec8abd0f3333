// SPDX-License-Identifier: Apache-2.0

/// The loaders that are modelled; a row each.
public enum Loaders {
  public static let all: [any Loader.Type] = [Libxenguest.self, XenDom0.self]

  /// The memory of the domain that verdicts are given for, in MiB. It decides only which kernels
  /// are too large.
  public static let domainMemory: UInt64 = 512
}

/// Sizes of pages, the same for all that is modelled here.
enum Page {
  static let shift: UInt64 = 12
  static let size: UInt64 = 1 << shift
  /// Frames of the domain that verdicts are given for.
  static let domainFrames = Loaders.domainMemory << (20 - shift)

  static func roundUp(_ address: UInt64) -> UInt64 { (address &+ size &- 1) & ~(size - 1) }
}

// SPDX-License-Identifier: Apache-2.0

extension XenRelease {
  /// The last stable update of the release's branch, if the branch has ended; nil if more updates
  /// may come. Source: the tags RELEASE-* of xen.git, and the branches' last tags for 3.x.
  public var lastUpdate: XenRelease? {
    Self.ends.first { ($0.major, $0.minor) == (major, minor) }
  }

  /// The newest stable update of the release's branch that the model knows, which is the last one of a
  /// branch that has ended; nil if the branch is not modelled. Source: as of `lastUpdate`, in August
  /// 2026.
  public var newestUpdate: XenRelease? {
    lastUpdate ?? Self.newest.first { ($0.major, $0.minor) == (major, minor) }
  }

  /// Of the branches that have not ended.
  private static let newest = [
    XenRelease(4, 17, 7), XenRelease(4, 18, 6), XenRelease(4, 19, 6), XenRelease(4, 20, 4),
    XenRelease(4, 21, 2), XenRelease(4, 22),
  ]

  private static let ends = [
    XenRelease(3, 0, 4), XenRelease(3, 1, 4), XenRelease(3, 2, 3), XenRelease(3, 3, 2),
    XenRelease(3, 4, 4), XenRelease(4, 0, 4), XenRelease(4, 1, 6), XenRelease(4, 2, 5),
    XenRelease(4, 3, 4), XenRelease(4, 4, 4), XenRelease(4, 5, 5), XenRelease(4, 6, 6),
    XenRelease(4, 7, 6), XenRelease(4, 8, 5), XenRelease(4, 9, 4), XenRelease(4, 10, 4),
    XenRelease(4, 11, 4), XenRelease(4, 12, 4), XenRelease(4, 13, 5), XenRelease(4, 14, 6),
    XenRelease(4, 15, 7), XenRelease(4, 16, 7),
  ]
}

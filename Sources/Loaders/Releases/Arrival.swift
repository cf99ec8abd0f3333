// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// When a change of a loader reached the releases: the first release of the main line that has it,
/// and the stable updates by which older branches got it too.
struct Arrival: Sendable {
  /// The first release of the main line.
  let release: XenRelease
  /// One update a branch, each the first of its branch.
  let backports: [XenRelease]

  init(_ release: XenRelease, backports: XenRelease...) {
    self.release = release
    self.backports = backports
  }

  /// Whether the release has the change.
  func isIn(_ asked: XenRelease) -> Bool {
    asked >= release
      || backports.contains {
        ($0.major, $0.minor) == (asked.major, asked.minor) && $0 <= asked
      }
  }
}

extension XenRelease {
  /// Whether the release has the change.
  func has(_ change: Arrival) -> Bool { change.isIn(self) }
}

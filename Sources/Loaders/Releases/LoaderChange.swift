// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The releases that have a change of a loader: the first release of the main line, and the stable
/// updates of older branches.
struct LoaderChange: Sendable {
  /// The first release of the main line with the change.
  let release: XenRelease
  /// The first update with the change in each older branch that has it.
  let backports: [XenRelease]

  init(_ release: XenRelease, backports: XenRelease...) {
    self.release = release
    self.backports = backports
  }

  /// Whether a release has the change.
  func isIn(_ asked: XenRelease) -> Bool {
    asked >= release
      || backports.contains {
        ($0.major, $0.minor) == (asked.major, asked.minor) && $0 <= asked
      }
  }
}

extension XenRelease {
  /// Whether the release has the change.
  func has(_ change: LoaderChange) -> Bool { change.isIn(self) }
}

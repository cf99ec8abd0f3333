// SPDX-License-Identifier: Apache-2.0

import CVersion

/// The version of pvkit: the only place where it is written.
enum Version {
  /// The release, as in the headings of CHANGELOG.md. Reports for other tools contain only this, so
  /// that they do not change with every commit.
  static let number = "0.2.0"

  /// The output of `pvkit --version`: the release, and the commit if it is known.
  static var full: String {
    let commit = String(cString: pvkit_commit())
    return commit.isEmpty ? "pvkit \(number)" : "pvkit \(number) (\(commit))"
  }
}

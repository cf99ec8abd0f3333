// SPDX-License-Identifier: Apache-2.0

import CVersion

/// The version of pvkit: the only place where it is written.
enum Version {
  /// The release, as CHANGELOG.md heads it; reports for other tools carry this alone, so that they
  /// stay the same from one commit to the next.
  static let number = "0.2.0"

  /// What `pvkit --version` prints: the release, and the commit where it is known.
  static var full: String {
    let commit = String(cString: pvkit_commit())
    return commit.isEmpty ? "pvkit \(number)" : "pvkit \(number) (\(commit))"
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

extension Span {
  /// `since 3.4`, `3.0.3 to 4.1`, `to 4.1`; empty for what all releases have.
  var words: String {
    since <= XenRelease.modelled[0] && end != "only" ? end ?? "" : wholeWords
  }

  /// The like, with the first release always: `since 3.0.2`.
  var wholeWords: String { end.map { "\(since) \($0)" } ?? "since \(since)" }

  /// `to 4.1`, the last release of the model that has it; nil when the newest one does.
  private var end: String? {
    until.map { end in
      XenRelease.modelled.last { $0 < end && $0 >= since }.map { $0 == since ? "only" : "to \($0)" }
        ?? "before \(end)"
    }
  }
}

/// `0x0003020a`, as the headers write interface versions.
func versionLiteral(_ value: UInt32) -> String {
  "0x" + hexDigits(value, width: 8)
}

extension Architecture {
  var wordedAlone: String { "\(self) only" }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

extension Span {
  /// The span in words: `since 3.4`, `3.0.3 to 4.1`, `to 4.1`; empty for a span of all releases.
  var words: String {
    since <= XenRelease.modelled[0] && end != "only" ? end ?? "" : wholeWords
  }

  /// The span in words, always with the first release: `since 3.0.2`.
  var wholeWords: String { end.map { "\(since) \($0)" } ?? "since \(since)" }

  /// The last release of the model in the span, such as `to 4.1`; nil if that is the newest one.
  private var end: String? {
    until.map { end in
      XenRelease.modelled.last { $0 < end && $0 >= since }.map { $0 == since ? "only" : "to \($0)" }
        ?? "before \(end)"
    }
  }
}

/// Formats an interface version as the headers do: `0x0003020a`.
func versionLiteral(_ value: UInt32) -> String {
  "0x" + hexDigits(value, width: 8)
}

extension Architecture {
  var wordedAlone: String { "\(self) only" }
}

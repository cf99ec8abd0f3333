// SPDX-License-Identifier: Apache-2.0

/// A series as a mailbox for git am. It holds no time and no person: equal trees give equal bytes.
public struct MailSeries {
  private let series: Series

  public init(_ series: Series) { self.series = series }

  public var bytes: [UInt8] {
    series.patches.enumerated().flatMap { index, patch in
      Array(header(patch.entry, index + 1).utf8) + patch.diff + Array("-- \npvkit\n\n".utf8)
    }
  }

  private func header(_ entry: Entry, _ number: Int) -> String {
    """
    From \(String(repeating: "0", count: 40)) Mon Sep 17 00:00:00 2001
    From: pvkit <pvkit@localhost>
    Date: Thu, 1 Jan 1970 00:00:00 +0000
    Subject: [PATCH \(number)/\(series.patches.count)] \(entry.subject)
    MIME-Version: 1.0
    Content-Type: text/plain; charset=UTF-8
    Content-Transfer-Encoding: 8bit

    \(entry.reason.wrapped(at: 72).joined(separator: "\n"))

    Origin: \(entry.origin)
    Entry: \(entry.id), pvkit patch export for Linux \(series.release)
    ---

    """
  }
}

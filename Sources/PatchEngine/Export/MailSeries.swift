// SPDX-License-Identifier: Apache-2.0

/// A series as a mailbox for git am. It contains no time and no person other than the given author,
/// so that equal trees give equal bytes.
public struct MailSeries {
  /// The author if none is given.
  public static let nobody = "pvkit <pvkit@localhost>"

  private let series: Series
  private let author: String

  /// - Parameter author: `Name <address>`.
  public init(_ series: Series, from author: String = nobody) {
    (self.series, self.author) = (series, author)
  }

  /// The mailbox, one mail per patch.
  public var bytes: [UInt8] {
    series.patches.enumerated().flatMap { index, patch in
      Array(header(patch, index + 1).utf8) + patch.diff + Array("-- \npvkit\n\n".utf8)
    }
  }

  private func header(_ patch: Series.Patch, _ number: Int) -> String {
    let entry = patch.entry
    let generated = patch.generated.map { "Generated: \($0.path), by \($0.command)\n" }.joined()
    return """
      From \(String(repeating: "0", count: 40)) Mon Sep 17 00:00:00 2001
      From: \(author)
      Date: Thu, 1 Jan 1970 00:00:00 +0000
      Subject: [PATCH \(number)/\(series.patches.count)] \(entry.subject)
      MIME-Version: 1.0
      Content-Type: text/plain; charset=UTF-8
      Content-Transfer-Encoding: 8bit

      \(entry.reason.wrapped(at: 72).joined(separator: "\n"))

      \(generated)Origin: \(entry.origin)
      Entry: \(entry.id), pvkit patch export for Linux \(series.release)
      ---
      \(DiffStat(patch.files).lines.joined(separator: "\n"))


      """
  }
}

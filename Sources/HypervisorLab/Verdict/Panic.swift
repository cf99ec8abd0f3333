// SPDX-License-Identifier: Apache-2.0

/// A panic of Xen's: the lines of the banner, and what led to it.
///
/// Source: panic (drivers/char/console.c@4.17): a row of asterisks, `Panic on CPU n:`, the
/// message, a row of asterisks.
struct Panic {
  /// The message in the banner.
  let message: [String]
  /// What the dom0 builder said before, errors rather than its account of the memory.
  let complaints: [String]

  /// The last panic in Xen's log; nil when there is none.
  init?(in log: [String]) {
    guard let title = log.lastIndex(where: { $0.hasPrefix("Panic on CPU ") }) else { return nil }
    message = log[(title + 1)...].prefix { !$0.hasPrefix("****") }.filter { !$0.isEmpty }
    let start = log[..<title].lastIndex { $0.hasPrefix("*** Building a ") }
    complaints = start.map { log[($0 + 1)..<title].filter(Self.isComplaint) } ?? []
  }

  /// Everything worth quoting, the cause first.
  var words: [String] { complaints + message }

  /// A fault of the hypervisor's own, not a refusal.
  var isFault: Bool { message.contains { $0.hasPrefix("FATAL ") } }

  /// What the guest has led to: it was refused, or was too much for the hypervisor.
  var verdict: Verdict {
    Verdict(outcome: isFault ? .hypervisorCrashed : .refused, words: words)
  }

  /// The account of the memory is indented, under headings that end with a colon.
  private static func isComplaint(_ line: String) -> Bool {
    !line.isEmpty && !line.hasPrefix(" ") && !line.hasPrefix("****")
      && !line.hasSuffix("ARRANGEMENT:")
  }
}

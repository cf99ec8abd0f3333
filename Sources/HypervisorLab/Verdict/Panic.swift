// SPDX-License-Identifier: Apache-2.0

/// A panic of Xen: the message in its banner, and the errors before it.
///
/// Source: panic (drivers/char/console.c@4.17) prints a row of asterisks, `Panic on CPU n:`, the
/// message and another row of asterisks.
struct Panic {
  /// The lines of the message in the banner.
  let message: [String]
  /// The errors of the dom0 builder before the panic, without its description of the memory.
  let complaints: [String]

  /// Finds the last panic in Xen's log; fails if there is none.
  init?(in log: [String]) {
    guard let title = log.lastIndex(where: { $0.hasPrefix("Panic on CPU ") }) else { return nil }
    message = log[(title + 1)...].prefix { !$0.hasPrefix("****") }.filter { !$0.isEmpty }
    let start = log[..<title].lastIndex { $0.hasPrefix("*** Building a ") }
    complaints = start.map { log[($0 + 1)..<title].filter(Self.isComplaint) } ?? []
  }

  /// The lines to quote, the cause first.
  var words: [String] { complaints + message }

  /// Whether it is a fault of the hypervisor itself rather than a refusal.
  var isFault: Bool { message.contains { $0.hasPrefix("FATAL ") } }

  /// The verdict on the guest: it was refused, or it crashed the hypervisor.
  var verdict: BootVerdict {
    BootVerdict(outcome: isFault ? .hypervisorCrashed : .refused, words: words)
  }

  /// Whether a line is an error. The description of the memory is indented, under headings that end
  /// with a colon.
  private static func isComplaint(_ line: String) -> Bool {
    !line.isEmpty && !line.hasPrefix(" ") && !line.hasPrefix("****")
      && !line.hasSuffix("ARRANGEMENT:")
  }
}

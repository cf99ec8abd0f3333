// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Commands
import Foundation
import Hypervisor
import Testing

/// Random sequences of hypercalls, with right and wrong arguments, get the answers of Debian's Xen
/// 4.17, call by call. `Seeded/Answers` has its answers to the first hypercalls of a seed, as many
/// as are equal. `pvkit boot guest.elf --append "SEED CALLS"` with the guest that is built here
/// prints them again.
@Suite struct SequenceTests {
  /// The seeds, and of how many calls the answers are there.
  @Test(arguments: [(2, 800), (3, 800), (4, 320), (5, 1296), (6, 1888)])
  func everyCallIsAnsweredAsByTheRealXen(seed: Int, calls: Int) throws {
    let path = Places.package + "/Tests/HypervisorTests/Seeded/Answers/\(seed)"
    let answers = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(answers.count * 16 == calls)
    let run = try BuiltGuest.run(BuiltGuest.sequences.get(), "\(seed) \(calls)")
    #expect(run.outcome == .shutdown(reason: "poweroff"))
    let lines = run.console.split(separator: "\n").filter { $0.hasPrefix("a ") }
    try #require(lines.count == answers.count, "\(run.console)")
    for (line, answer) in zip(lines, answers) { #expect(line == answer) }
  }
}

// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Commands
import Foundation
import Hypervisor
import Testing

/// Random sequences of hypercalls, with right and wrong arguments, get the answers of Debian's Xen
/// 4.17, call by call. `Seeded/Answers` has its answers to the first 800 hypercalls of a seed.
/// `pvkit boot guest.elf --append "SEED 800"` with the guest that is built here prints them again.
@Suite struct SequenceTests {
  @Test(arguments: [2, 3]) func everyCallIsAnsweredAsByTheRealXen(seed: Int) throws {
    let path = Places.package + "/Tests/HypervisorTests/Seeded/Answers/\(seed)"
    let answers = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(answers.count == 50)
    let run = try BuiltGuest.run(BuiltGuest.sequences.get(), "\(seed) \(answers.count * 16)")
    #expect(run.outcome == .shutdown(reason: "poweroff"))
    let lines = run.console.split(separator: "\n").filter { $0.hasPrefix("a ") }
    try #require(lines.count == answers.count, "\(run.console)")
    for (line, answer) in zip(lines, answers) { #expect(line == answer) }
  }
}

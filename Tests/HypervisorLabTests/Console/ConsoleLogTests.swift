// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct ConsoleLogTests {
  @Test func `keeps every line within its limit`() {
    var log = ConsoleLog()
    for number in 0..<1000 { log.append("line \(number)") }
    #expect(log.lines.count == 1000)
  }

  @Test func `forgets the oldest beyond it`() {
    var log = ConsoleLog(limit: 4096)
    for number in 0..<100_000 { log.append("line \(number)") }
    #expect(log.lines.count <= 4096 / 16)
    #expect(log.lines.last == "line 99999")
  }

  @Test func `a line larger than the limit does not stay`() {
    var log = ConsoleLog(limit: 10)
    log.append(String(repeating: "x", count: 100))
    #expect(log.lines.isEmpty)
  }
}

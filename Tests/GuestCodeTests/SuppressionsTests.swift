// SPDX-License-Identifier: Apache-2.0

import GuestCode
import GuestImage
import HypervisorABI
import Testing

@Suite struct SuppressionsTests {
  private func read(_ text: String) throws -> Suppressions {
    try Suppressions(text, file: "right.txt")
  }

  @Test func takesOutWhatItCoversAndTellsWhatIsStale() throws {
    var scan = try Assembled.scan(
      """
      .globl first, second
      first: popf; ret
      second: popf; cli; ret
      """)
    let suppressions = try read(
      """
      # looked at in May
      first   popf   only the arithmetic flags matter
      first   hlt    it was here once

      *       cli    never runs
      """)
    let (count, stale) = scan.suppress(by: suppressions)
    #expect(count == 2)
    #expect(scan.summary == ["popf second+0"])
    #expect(stale.map(\.line) == [3])
    #expect(stale.map(\.file) == ["right.txt"])
  }

  @Test func wrongCallsToo() throws {
    let image = try Assembled.linked(
      "f: mov $60, %eax; syscall; ret\ng: mov $61, %eax; syscall; ret")
    var scan = try CodeScan(image, release: .standard)
    let suppressions = try read("f unknownNumber a probe\ng readAfter it was so once")
    let (count, stale) = scan.suppress(by: suppressions)
    #expect(count == 1)
    #expect(stale.map(\.line) == [2])
    #expect(scan.hypercalls.map(\.problems) == [[], [.unknownNumber(61)]])
  }

  @Test func linesMayEndInCRLF() throws {
    let entries = try read("# mine\r\nfirst popf why so\r\n\r\n* cli never\r\n").entries
    #expect(entries.map(\.line) == [2, 4] && entries.map(\.reason) == ["why so", "never"])
  }

  @Test func theFirstThatCoversCounts() throws {
    let suppressions = try read("* popf a\nfirst popf b\nfirst cli c\n* cli d\nfirst cli e")
    #expect(suppressions.index(symbol: "first", kind: "popf") == 0)
    #expect(suppressions.index(symbol: "first", kind: "cli") == 2)
    #expect(suppressions.index(symbol: nil, kind: "cli") == 3)
    #expect(suppressions.index(symbol: nil, kind: "hlt") == nil)
  }

  @Test func aReasonIsAMust() {
    #expect(throws: ImageError.self) { try read("first popf") }
    #expect(throws: ImageError.self) { try read("first popff because") }
  }
}

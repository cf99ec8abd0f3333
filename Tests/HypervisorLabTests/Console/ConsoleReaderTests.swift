// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HypervisorLab

struct ConsoleReaderTests {
  func lines(
    _ chunks: String..., domain: ConsoleLine.Speaker = .guest
  ) -> [ConsoleLine] {
    var reader = ConsoleReader(domain: domain)
    return chunks.flatMap { reader.read(Array($0.utf8)) } + reader.finish()
  }

  @Test func `Xen's lines are told from the guest's, carriage returns dropped`() {
    #expect(
      lines("(XEN) Freed 656kB init memory\r\nhello\r\n", "") == [
        ConsoleLine(.hypervisor, "Freed 656kB init memory"), ConsoleLine(.guest, "hello"),
        ConsoleLine(.guest, ""),
      ])
  }

  @Test func `a line arrives in pieces`() {
    #expect(
      lines("(X", "EN) Hard", "ware\nab", "c\nend") == [
        ConsoleLine(.hypervisor, "Hardware"), ConsoleLine(.guest, "abc"),
        ConsoleLine(.guest, "end"),
      ])
  }

  @Test func `Xen speaks in the middle of the guest's line`() {
    #expect(
      lines("no end of line(XEN) Hardware Dom0 halted: halting machine\n").prefix(2) == [
        ConsoleLine(.guest, "no end of line"),
        ConsoleLine(.hypervisor, "Hardware Dom0 halted: halting machine"),
      ])
  }

  @Test func `the PV shim returns the carriage first`() {
    #expect(lines("\r(XEN) Brought up 1 CPUs\n").first?.text == "Brought up 1 CPUs")
  }

  @Test func `an empty line of Xen's is Xen's`() {
    #expect(lines("(XEN) \r\n").first == ConsoleLine(.hypervisor, ""))
  }

  @Test func `what stands in an unended line can be looked at`() {
    var reader = ConsoleReader(domain: .guest)
    _ = reader.read(Array("first\nlogin: ".utf8))
    #expect(reader.pending == "login: ")
  }

  @Test(arguments: ["(", "(XEN", "(XEN) Xen version", "text(XEN) Hard"])
  func `an unended line of Xen's is nothing that the guest said`(text: String) {
    var reader = ConsoleReader(domain: .guest)
    _ = reader.read(Array(text.utf8))
    #expect(reader.pending == "")
  }

  @Test func `a guest that never ends its line gets it ended`() {
    var reader = ConsoleReader(domain: .guest)
    let endless = [UInt8](repeating: UInt8(ascii: "x"), count: 3 * ConsoleReader.longestLine + 1)
    #expect(
      reader.read(endless).map(\.text.count)
        == [Int](repeating: ConsoleReader.longestLine, count: 3))
    #expect(reader.pending == "x")
  }

  @Test func `any bytes are text`() {
    var reader = ConsoleReader(domain: .guest)
    #expect(reader.read([0xff, 0x00, 0x0a]).count == 1)
  }

  @Test func `an HVM domain's debug port speaks for the guest beside its dom0`() {
    #expect(
      lines("(d1) hi\n(dx) no\n", domain: .toolstack).prefix(2) == [
        ConsoleLine(.guest, "hi"), ConsoleLine(.toolstack, "(dx) no"),
      ])
  }
}

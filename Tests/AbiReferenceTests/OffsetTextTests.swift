// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import AbiReference

@Suite struct OffsetTextTests {
  private func lines(_ tag: String, _ architectures: [Architecture]) throws -> [String] {
    OffsetText.lines(try architectures.map { try #require(Layout(tag, in: .standard, on: $0)) })
  }

  @Test func drawsHolesAndTheOpenEnd() throws {
    #expect(
      try lines("evtchn_bind_interdomain", Architecture.allCases) == [
        "      i386 and x86_64: 12 bytes",
        "      ┌─────────┬─────────┬───────────────────┐",
        "    0 │remote_d…│░░░░░░░░░│remote_port        │",
        "      ├─────────┴─────────┼───────────────────┘",
        "    8 │local_port         │",
        "      └───────────────────┘",
      ])
  }

  @Test func drawsArchitecturesSideBySide() throws {
    let lines = try lines("sched_poll", Architecture.allCases)
    #expect(lines[2].contains("│ports              │nr_ports           │"))
    #expect(lines[2].hasSuffix("       0 │ports                                  │"))
    #expect(lines[4].hasSuffix("       8 │nr_ports           │░░░░░░░░░░░░░░░░░░░│"))
  }

  @Test func leavesOutTheInsideOfLongMembers() throws {
    let lines = try lines("start_info", [.x86_64])
    #expect(lines.count < 45)
    #expect(lines.contains("  136 │⋮                                      │"))
  }

  @Test func namesAUnionsAlternativesOnce() {
    #expect(BoxLabel.text(["u.a.x", "u.a.y", "u.b"]) == "u: a | b")
    #expect(
      BoxLabel.text(["console.domU.mfn", "console.dom0.info"]) == "console: domU.mfn | dom0.info")
    #expect(BoxLabel.text(["frame_list.p"]) == "frame_list")
    #expect(BoxLabel.text(["a", "a.b"]) == "a | a.b")
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// The guest that pvkit itself generates: it runs on Xen, so nothing may be found, until a fault is
/// put in, and then only that.
@Suite struct ReferenceGuestTests {
  private func scan(_ change: (String) throws -> Void = { _ in }) throws -> CodeScan {
    let guest = GeneratedGuest()
    return try guest.withCopy { tree in
      try change(tree)
      return try CodeScan(GuestImage.open(path: guest.rebuilt(tree)), release: .standard)
    }
  }

  private func replace(_ old: String, _ new: String, in file: String) throws {
    let result = try Command.run(["sed", "-i", "s/\(old)/\(new)/", file])
    try #require(result.status == 0, "\(result.errors)")
  }

  @Test func nothingIsFound() throws {
    let scan = try scan()
    #expect(scan.summary == [])
    #expect(scan.hypercalls.count > 20)
    #expect(scan.hypercalls.allSatisfy { $0.problems.isEmpty })
    #expect(scan.tallies.allSatisfy { $0.tally.undecoded == 0 })
  }

  @Test(arguments: ["cli", "sti", "hlt", "popf", "swapgs", "sysretq", "invlpg (%rdi)"])
  func aSeededInstructionIsFoundAndNothingElse(instruction: String) throws {
    let scan = try scan { try replace("^\tcld$", "\tcld; \(instruction)", in: $0 + "/start.S") }
    #expect(scan.summary.count == 1)
    #expect(scan.sites.first.flatMap { scan.symbol(of: $0)?.name } == "start")
    #expect(scan.hypercalls.allSatisfy { $0.problems.isEmpty })
  }

  @Test func aSeededCallIsFound() throws {
    let scan = try scan {
      try replace(
        "^\tjmp\thypercall_page", "\tcall\thypercall_page", in: $0 + "/hypercall_entry.S")
    }
    let wrong = scan.hypercalls.filter { !$0.problems.isEmpty }
    #expect(wrong.map(\.problems) == [[.iretCalled]])
    #expect(scan.summary == [])
  }
}

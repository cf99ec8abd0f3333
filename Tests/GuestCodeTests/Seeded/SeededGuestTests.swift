// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// A guest that has none, with one function for each instruction of the table and for each wrong
/// call of Xen: all are found, and none elsewhere.
@Suite struct SeededGuestTests {
  private let calling = "call hypercall_page + n * 32"

  /// The reference guests.
  @Test(arguments: [("x86_64", 64), ("i386", 32)])
  func everySeedIsFoundInAReferenceGuest(arch: String, bits: Int) throws {
    let (seeds, guest) = (self.seeds(bits), GeneratedGuest("--arch \(arch) --mode pv"))
    try compare(
      guest.withCopy { tree in
        let added = try Command.run(
          ["tee", "-a", tree + "/start.S"], input: Array((".text\n" + seeds).utf8))
        try #require(added.status == 0)
        return try CodeScan(GuestImage.open(path: guest.rebuilt(tree)), release: .standard)
      }, bits)
  }

  /// An object of either mode, before it is linked and after.
  @Test(arguments: [32, 64], [false, true])
  func everySeedIsFoundInAnObject(bits: Int, isLinked: Bool) throws {
    let page = ".globl hypercall_page\n.balign 4096, 0xcc\nhypercall_page: .fill 4096, 1, 0xcc\n"
    let source = "f: ret\n" + seeds(bits) + (isLinked ? page : "")
    let image =
      try isLinked
      ? Assembled.linked(source, bits: bits) : Assembled.object(source, bits: bits)
    try compare(CodeScan(image, release: .standard), bits)
  }

  private func instructions(_ bits: Int) -> [SeededInstruction] {
    SeededInstruction.all.filter { $0.modes.contains(bits) }
  }

  private func calls(_ bits: Int) -> [SeededCall] { SeededCall.all.filter { $0.mode == bits } }

  private func seeds(_ bits: Int) -> String {
    let functions =
      instructions(bits).enumerated().map { "seed\($0): nop\n\($1.text)\nret\n" }
      + calls(bits).enumerated().map { "call\($0): nop\n\($1.text(calling: calling))\nret\n" }
    return functions.joined()
  }

  private func compare(_ scan: CodeScan, _ bits: Int) {
    let expected = instructions(bits).enumerated().map { "\($1.kind.name) seed\($0)+1" }
    #expect(scan.summary == expected)
    #expect(scan.sites.allSatisfy { $0.reach == .plain })
    let wrong = scan.hypercalls.filter { !$0.problems.isEmpty }
    #expect(
      wrong.compactMap { scan.symbol(of: $0)?.name } == calls(bits).indices.map { "call\($0)" })
    #expect(wrong.map(\.problems) == calls(bits).map(\.problems))
  }
}

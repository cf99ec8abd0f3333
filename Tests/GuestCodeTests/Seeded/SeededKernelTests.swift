// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Testing

@testable import GuestCode

/// Debian's kernel, which has no error, with each instruction of the table and each wrong call of
/// Xen in the padding behind functions: all are found, and none elsewhere.
@Suite struct SeededKernelTests {
  private let bytes: [UInt8]
  private let before: CodeScan
  private let text: CodeRegion
  /// Where the kernel's calls of Xen lead: it has no hypercall page any more.
  private let gate: UInt64

  init() throws {
    let elf = try GuestImage.open(path: DebianImages.linux()).elf.get()
    bytes = elf.bytes.array
    before = try Self.scan(bytes)
    text = try #require(before.regions.first { $0.name == ".text" })
    let call = try #require(before.hypercalls.first { $0.way == .function })
    let code = before.regions[call.region]
    let distance = try #require(
      code.bytes.integer(at: UInt64(call.offset + 1), as: Int32.self))
    gate =
      before.address(of: call) &+ 5 &+ UInt64(bitPattern: Int64(distance))
  }

  /// What stands in a function for guests of Xen is an error; elsewhere nothing tells whether such
  /// a guest gets there.
  @Test(arguments: [true, false]) func everyInstructionIsFound(isForGuests: Bool) throws {
    var seeds = SeededInstruction.all.filter { $0.modes.contains(64) }[...]
    let rooms = rooms(8) {
      isForGuests
        ? $0.hasPrefix("xen_") && !$0.hasPrefix("xen_hvm") && !$0.hasPrefix("xen_pvh")
          && !$0.hasPrefix("xen_hypercall")
        : $0.hasPrefix("acpi_") || $0.hasPrefix("pci_")
    }
    try #require(rooms.count > 10)
    while !seeds.isEmpty {
      try compare(Array(zip(seeds, rooms)), isForGuests)
      seeds = seeds.dropFirst(rooms.count)
    }
  }

  private func compare(_ seeds: [(SeededInstruction, Int)], _ isForGuests: Bool) throws {
    var changed = bytes
    for (seed, room) in seeds { try put(seed.text, room, in: &changed) }
    let after = try Self.scan(changed)
    let expected = seeds.map { seed, room in
      let treatment = Treatment.of(seed.kind, in: .standard)
      let isError = isForGuests && treatment?.severity == .error
      return "\(seed.kind.name) \(room) \(isError ? "error" : "note")"
    }
    #expect(places(after).subtracting(places(before)) == Set(expected))
    #expect(places(before).isSubset(of: places(after)))
    #expect(after.hypercalls.map(\.offset) == before.hypercalls.map(\.offset))
  }

  @Test func everyWrongCallIsFound() throws {
    let seeds = SeededCall.all.filter { $0.mode == 64 && !$0.needsPage }
    var changed = bytes
    let rooms = rooms(15) { !$0.hasPrefix("xen_") }
    try #require(rooms.count >= seeds.count)
    for (seed, room) in zip(seeds, rooms) {
      try put(seed.text(calling: "mov $n, %eax; call gate"), room, in: &changed)
    }
    let after = try Self.scan(changed)
    let wrong = after.hypercalls.filter { !$0.problems.isEmpty }
    #expect(wrong.map(\.problems) == seeds.map(\.problems))
    #expect(after.hypercalls.count == before.hypercalls.count + seeds.count)
    #expect(places(after) == places(before))
  }

  private static func scan(_ bytes: [UInt8]) throws -> CodeScan {
    try CodeScan(GuestImage(name: "vmlinux", file: Bytes(bytes)), release: .standard)
  }

  private func places(_ scan: CodeScan) -> Set<String> {
    Set(
      scan.sites.filter { scan.regions[$0.region].name == ".text" }
        .map { "\($0.kind.name) \($0.offset) \($0.severity.rawValue)" })
  }

  /// Where functions of such names have so many bytes of padding behind them.
  private func rooms(_ size: Int, where isWanted: (String) -> Bool) -> [Int] {
    let symbols = text.symbols
    return symbols.entries.indices.compactMap { index in
      let end = symbols.end(index, of: text.bytes.count)
      let start = end - size
      guard start > symbols.entries[index].offset,
        let room = text.bytes.slice(at: UInt64(start), count: UInt64(size)),
        room.array.allSatisfy({ $0 == 0xcc }), isWanted(symbols.name(index))
      else { return nil }
      return start
    }
  }

  private func put(_ source: String, _ room: Int, in bytes: inout [UInt8]) throws {
    let code = try Assembled.code(
      source, at: text.address + UInt64(room), symbols: ["gate": gate])
    let start = Int(text.fileOffset) + room
    bytes.replaceSubrange(start..<start + code.count, with: code)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import Instructions
import Testing

@Suite struct InstructionSweepTests {
  private func sweep(
    _ bytes: [UInt8], _ mode: CodeMode = .bits64
  ) -> (InstructionSweep.Tally, [(Int, InstructionClass)]) {
    var seen: [(Int, InstructionClass)] = []
    let tally = bytes.withUnsafeBytes { code in
      InstructionSweep(mode).run(code, 0..<code.count) { seen.append(($0, $1.kind)) }
    }
    return (tally, seen)
  }

  @Test func showsWhatMatters() {
    let (tally, seen) = sweep([0x90, 0xfa, 0x48, 0x89, 0xc3, 0x0f, 0x01, 0xf8, 0xc3])
    #expect(seen.map(\.0) == [1, 5])
    #expect(seen.map(\.1) == [.cli, .swapgs])
    #expect(tally.instructions == 5)
    #expect(tally.undecoded == 0)
  }

  @Test func goesOnBehindWhatIsUndefined() {
    let (tally, seen) = sweep([0x06, 0x0f, 0x04, 0xfa] + [UInt8](repeating: 0x90, count: 40))
    #expect(seen.map(\.0) == [0, 1])
    #expect(tally.undecoded == 2)
    // 0F undefined, then add al, fa: what is data shifts what follows, until it meets again.
    #expect(tally.instructions == 41)
  }

  @Test func countsWhatTheEndCutsOff() {
    let (tally, _) = sweep([UInt8](repeating: 0x90, count: 30) + [0xe8, 0])
    #expect(tally == InstructionSweep.Tally.of(bytes: 32, undecoded: 2, instructions: 30))
  }

  /// The short way past ordinary instructions is the decoder's, only shorter.
  @Test(arguments: ["/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib32/libc.so.6"])
  func quickTableAgreesWithTheDecoder(path: String) throws {
    let elf = try GuestImage.open(path: path).elf.get()
    let mode: CodeMode = elf.width == .bits64 ? .bits64 : .bits32
    try Self.compare(#require(elf.section(named: ".text").flatMap { elf.contents(of: $0) }), mode)
  }

  /// Compilers do not write all that there is: two prefixes, a REX behind another.
  @Test(arguments: [CodeMode.bits64, .bits32])
  func quickTableAgreesOnAnyBytes(mode: CodeMode) {
    var random = SeededGenerator(seed: 6)
    // Half of them prefixes, so that they meet.
    let prefixes: [UInt8] = [0x0f, 0x26, 0x40, 0x41, 0x44, 0x48, 0x4d, 0x65, 0x66, 0xf0, 0xf3]
    let bytes = (0..<1 << 20).map { _ -> UInt8 in
      Bool.random(using: &random)
        ? prefixes.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
    }
    Self.compare(Bytes(bytes), mode)
  }

  private static func compare(_ text: Bytes, _ mode: CodeMode) {
    var offsets: [Int] = []
    let tally = text.withUnsafeBytes { code in
      InstructionSweep(mode).run(code, 0..<code.count) { at, _ in offsets.append(at) }
    }
    let slow = slowly(text, InstructionDecoder(mode))
    #expect(tally.instructions == slow.count)
    #expect(offsets == slow.offsets)
    #expect(!offsets.isEmpty)
  }

  /// Ranges side by side are ranges one after the other.
  @Test func rangesAreGoneThroughSideBySide() throws {
    let elf = try GuestImage.open(path: "/lib/x86_64-linux-gnu/libc.so.6").elf.get()
    let text = try #require(elf.section(named: ".text").flatMap { elf.contents(of: $0) })
    let ranges = stride(from: 0, to: text.count, by: 4099).map {
      $0..<min($0 + 4099, text.count)
    }
    let sweep = InstructionSweep(.bits64)
    var (together, single): ([Int], [Int]) = ([], [])
    var tally = InstructionSweep.Tally()
    text.withUnsafeBytes { code in
      let all = sweep.run(code, ranges) { at, _ in together.append(at) }
      for range in ranges { tally += sweep.run(code, range) { at, _ in single.append(at) } }
      #expect(all == tally)
    }
    #expect(together.sorted() == single)
  }

  private static func slowly(
    _ text: Bytes, _ decoder: InstructionDecoder
  ) -> (count: Int, offsets: [Int]) {
    text.withUnsafeBytes { code in
      var (at, count) = (0, 0)
      var offsets: [Int] = []
      while at < code.count {
        let instruction = decoder.decode(code, at: at)
        let isCode = instruction.kind != .undefined && instruction.kind != .truncated
        let isShown =
          instruction.kind == .undefined || instruction.kind.isSensitive
          || instruction.isFloatingPoint
        if isShown { offsets.append(at) }
        count += isCode ? 1 : 0
        at += isCode ? Int(instruction.length) : 1
      }
      return (count, offsets)
    }
  }
}

extension InstructionSweep.Tally {
  fileprivate static func of(bytes: Int, undecoded: Int, instructions: Int) -> Self {
    var tally = Self()
    (tally.bytes, tally.undecoded, tally.instructions) = (bytes, undecoded, instructions)
    return tally
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestImage

/// Random damage, the same in every run: no crash, and nothing larger than the limit.
@Suite struct MutationTests {
  /// Values at which sums wrap and counts explode.
  private static let extremes: [UInt64] = [
    0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 1 << 63, UInt64.max - 7, UInt64.max,
  ]

  private func mutate(_ file: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var file = file
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let offset = Int.random(in: 0..<file.count - 8, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: file[offset] = UInt8.random(in: 0...255, using: &generator)
      case 1: file.set(UInt16(truncatingIfNeeded: extreme(&generator)), at: offset & ~1)
      case 2: file.set(UInt32(truncatingIfNeeded: extreme(&generator)), at: offset & ~3)
      default: file.set(extreme(&generator), at: offset & ~7)
      }
    }
    return file
  }

  private func extreme(_ generator: inout SeededGenerator) -> UInt64 {
    Self.extremes.randomElement(using: &generator) ?? 0
  }

  /// Whether there is an ELF file to read.
  private func open(_ file: [UInt8]) -> Bool {
    let image = GuestImage(name: "test", file: Bytes(file), limit: 1 << 20)
    let elf = try? image.elf.get()
    if let elf { exercise(elf) }
    if image.container.kind == .bzImage { #expect((image.kernel?.count ?? 0) <= 1 << 20) }
    _ = image.problem?.description
    return elf != nil
  }

  @Test func elfs() {
    var generator = SeededGenerator(seed: 1)
    let file = ElfBuilder.guest.build()
    let opened = (0..<3000).count { _ in open(mutate(file, &generator)) }
    // Damage that always kills, or never does, would prove nothing.
    #expect(opened > 300 && opened < 2990, "\(opened)")
  }

  @Test(arguments: Compression.allCases)
  func bzImages(compression: Compression) throws {
    var generator = SeededGenerator(seed: 2)
    var file = try BzImageBuilder.packing(ElfBuilder.guest.build(), with: compression).build()
    // The zeros of the setup code are of no interest.
    var opened = (0..<300).count { _ in open(mutate(file, &generator)) }
    file.set(UInt32(0), at: 0x248)
    opened += (0..<50).count { _ in open(mutate(file, &generator)) }
    #expect(opened > 20 && opened < 345, "\(opened)")
  }
}

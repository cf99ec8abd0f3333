// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// A module of Debian's kernel with one instruction of each class put in the place of a long nop:
/// that one is found, and nothing else that was not there before.
@Suite struct SeededModuleTests {
  /// What compilers align functions with.
  private static let nop: [UInt8] = [0x66, 0x2e, 0x0f, 0x1f, 0x84, 0, 0, 0, 0, 0]

  @Test func everySeedIsFoundAndNothingElse() throws {
    let module = try GuestImage.open(path: DebianImages.linuxModule("ext4"))
    let before = places(try CodeScan(module, release: .standard))
    let nop = try #require(whole(nopIn: module.file))
    for seeded in SeededInstruction.all where seeded.modes.contains(64) {
      let code = try bytes(seeded.text)
      try #require(code.count <= Self.nop.count)
      var file = module.file.array
      file.replaceSubrange(nop..<nop + Self.nop.count, with: filled(code))
      let image = GuestImage(name: "ext4.ko", file: Bytes(file))
      let added = places(try CodeScan(image, release: .standard)).subtracting(before)
      #expect(added.count == 1, "\(seeded.text): \(added)")
      #expect(added.first?.hasPrefix(seeded.kind.name + " .text ") == true)
    }
  }

  /// The first that no further prefix stands in front of.
  private func whole(nopIn file: Bytes) -> Int? {
    var at = 0
    while let found = file.firstOffset(of: Self.nop, from: at) {
      if file[found - 1] != Self.nop[0] { return found }
      at = found + 1
    }
    return nil
  }

  private func filled(_ code: [UInt8]) -> [UInt8] {
    code + [UInt8](repeating: 0x90, count: Self.nop.count - code.count)
  }

  private func bytes(_ text: String) throws -> [UInt8] {
    let elf = try Assembled.object(text).elf.get()
    return elf.section(named: ".text").flatMap { elf.contents(of: $0) }?.array ?? []
  }

  private func places(_ scan: CodeScan) -> Set<String> {
    Set(
      scan.sites.map { "\($0.kind.name) \(scan.regions[$0.region].name) \($0.offset)" })
  }
}

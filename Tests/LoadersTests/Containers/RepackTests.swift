// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// A bzImage with other notes, packed again: what the real libxenguest makes of it.
@Suite struct RepackTests {
  private static let codecs = Compression.allCases.filter { $0 != .lzo }

  /// Noise behind it, where Linux has relocations: what no codec packs better than another.
  private static let kernel: [UInt8] = {
    var noise = SeededGenerator(seed: 4)
    return TestGuest().build().bytes
      + (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &noise) }
  }()

  private func rewritten(_ file: [UInt8], guestOS: String) throws -> [UInt8] {
    var rewrite = try NoteRewrite(GuestImage(name: "test", file: Bytes(file)))
    rewrite.entries.removeAll { $0.type == XenNote.guestOS.number }
    rewrite.entries.append(
      NoteRewrite.Entry(
        owner: XenNote.owner, type: XenNote.guestOS.number, descriptor: Array(guestOS.utf8) + [0]))
    return try rewrite.bytes()
  }

  @Test(arguments: codecs) func packedAgain(_ codec: Compression) throws {
    let file = BzImage(payload: Self.payload(codec)).bytes
    let new = try rewritten(file, guestOS: "mine")
    #expect(new.count == file.count)
    #expect(new.prefix(0x260) == file.prefix(0x260))
    #expect(new.suffix(4) == file.suffix(4))
    let comparison = try Comparison(Oracle(), new, .pv, pv32: false)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts == (codec != .bzip2), "\(comparison.verdict.reason ?? "")")
    let image = GuestImage(name: "new", file: Bytes(new))
    #expect(XenDom0.verdict(on: image, mode: .pv, target: Target()).accepts)
    #expect(try image.elf.get().notes.contains { $0.isXen && $0.string == "mine" })
    // What is loaded, and what no header leads to.
    #expect(image.kernel?.array.suffix(100_000) == Self.kernel.suffix(100_000))
    #expect(image.kernel?.array[0x1000..<0x2000] == Self.kernel[0x1000..<0x2000])
  }

  /// With the room that the new notes take.
  private static func payload(_ codec: Compression) -> [UInt8] {
    let whole = Packer.pack(kernel, codec)
    let room = [UInt8](repeating: 0, count: 2000)
    let (stream, size) = (whole.dropLast(4), whole.suffix(4))
    switch codec {
    case .gzip:
      // A name of 2000 letters, and the flag for it.
      let name = room.map { _ in UInt8(ascii: "n") } + [0]
      var header = Array(whole[..<10])
      header[3] |= 8
      return header + name + whole[10...]
    case .lz4: return Array([[UInt8]](repeating: Array(whole[..<4]), count: 500).joined()) + whole
    case .zstd:
      let skipped: [UInt8] = [0x50, 0x2a, 0x4d, 0x18, 0xd0, 0x07, 0, 0]
      return stream + skipped + room + size
    default: return stream + room + size
    }
  }

  @Test func withoutRoomItIsRefused() {
    let file = BzImage(payload: Packer.pack(Self.kernel, .bzip2)).bytes
    let error = #expect(throws: ImageError.self) { try rewritten(file, guestOS: "mine") }
    #expect(error?.problem.contains("z_input_len") == true, "\(String(describing: error))")
  }

  @Test func aKernelWithoutAHoleMayNotGrow() {
    let full = Self.kernel.enumerated().map { $0 < 0x200 || $0 >= 0x1000 || $1 != 0 ? $1 : 1 }
    let file = BzImage(payload: Packer.pack(full, .xz)).bytes
    let error = #expect(throws: ImageError.self) {
      try rewritten(file, guestOS: String(repeating: "long ", count: 100))
    }
    #expect(error?.problem.contains("z_output_len") == true, "\(String(describing: error))")
  }

  /// The kernel's own payload, not packed.
  @Test func bareElf() throws {
    let file = BzImage(payload: Self.kernel).bytes
    let new = try rewritten(file, guestOS: "mine")
    #expect(new.count == file.count)
    #expect(try Oracle().ask(new, .pv).accepts)
  }

  @Test func gzips() throws {
    for inside in [Self.kernel, BzImage(payload: Self.payload(.xz)).bytes] {
      let new = try rewritten(Packer.pack(inside, .gzip), guestOS: "mine")
      let comparison = try Comparison(Oracle(), new, .pv, pv32: false)
      #expect(comparison.disagreement == nil)
      #expect(comparison.verdict.accepts)
    }
  }
}

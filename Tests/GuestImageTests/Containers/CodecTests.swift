// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestImage

/// Each codec: what was packed comes out, and nothing else does.
@Suite struct CodecTests {
  let elf = ElfBuilder.guest.build()

  private func open(_ payload: [UInt8], limit: Int = GuestImage.standardLimit) -> GuestImage {
    GuestImage(
      name: "test", file: Bytes(BzImageBuilder(payload: payload).build()), limit: limit)
  }

  @Test func oneForEachCompression() {
    #expect(Set(Codecs.all.map { $0.compression }) == Set(Compression.allCases))
    #expect(Codecs.all.count == Compression.allCases.count)
  }

  @Test(arguments: Compression.allCases)
  func roundTrip(compression: Compression) throws {
    let image = open(try BzImageBuilder.payload(elf, compression))
    #expect(image.container.compression == compression)
    #expect(image.container.statedSize == UInt32(elf.count))
    #expect(image.kernel?.array == elf)
    #expect(image.problem == nil)
  }

  /// Nothing in a stream of lz4 tells damage, but that it does not unpack to the stated size.
  @Test func anotherSizeThanStated() throws {
    var payload = try BzImageBuilder.payload(elf, .lz4)
    payload[payload.count - 4] ^= 1
    let words = "it unpacks to \(elf.count) bytes, and should to \(elf.count ^ 1)"
    #expect(open(payload).container.unpacked == .failure(.corrupt(.lz4, words)))
  }

  /// More than one block of lz4 (8 MiB) and lzo, of bytes that shrink and bytes that do not.
  @Test(arguments: Compression.allCases)
  func manyBlocks(compression: Compression) throws {
    var generator = SeededGenerator(seed: 7)
    var bytes = elf + [UInt8](repeating: 0, count: 9 << 20)
    for _ in 0..<(1 << 17) { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
    let image = open(try BzImageBuilder.payload(bytes, compression))
    let kernel = try image.container.unpacked.get()
    let isEqual = kernel == Bytes(bytes)
    #expect(isEqual)
  }

  @Test(arguments: Compression.allCases)
  func exactlyTheLimit(compression: Compression) throws {
    let payload = try BzImageBuilder.payload(elf, compression)
    #expect(open(payload, limit: elf.count).kernel?.array == elf)
    let short = open(payload, limit: elf.count - 1)
    #expect(short.container.unpacked == .failure(.tooLarge(limit: elf.count - 1)))
    #expect(short.problem != nil)
  }

  /// A stream of a few kilobytes that would fill 64 MiB.
  @Test(arguments: Compression.allCases)
  func bomb(compression: Compression) throws {
    let payload = try BzImageBuilder.payload([UInt8](repeating: 0, count: 64 << 20), compression)
    let image = open(payload, limit: 1 << 20)
    #expect(image.container.unpacked == .failure(.tooLarge(limit: 1 << 20)))
  }

  /// A limit beyond the address space is an error of ours, not a crash.
  @Test(arguments: [Int.max, 1 << 60])
  func hugeLimit(limit: Int) throws {
    let image = open(try BzImageBuilder.payload(elf, .xz), limit: limit)
    #expect(image.container.unpacked == .failure(.outOfMemory(limit: limit)))
  }

  @Test func negativeLimit() throws {
    let image = open(try BzImageBuilder.payload(elf, .xz), limit: -5)
    #expect(image.container.unpacked == .failure(.tooLarge(limit: 0)))
  }

  /// lz4's and zstd's last bytes may be missing without the stream being so.
  @Test(arguments: Compression.allCases)
  func cutAnywhere(compression: Compression) throws {
    let stream = try Packer.pack(elf, compression)
    let tail: [UInt8] = compression == .gzip ? [] : [0, 0, 0, 0]
    for count in 0..<stream.count {
      let image = open(Array(stream.prefix(count)) + tail)
      #expect(image.kernel == nil || image.kernel?.array == elf || image.problem != nil)
    }
    #expect(open(Array(stream.dropLast(9)) + tail).kernel == nil)
  }

  @Test(arguments: Compression.allCases)
  func anyByteFlipped(compression: Compression) throws {
    let payload = try BzImageBuilder.payload(elf, compression)
    for index in payload.indices {
      var damaged = payload
      damaged[index] ^= 0xff
      // lz4, lzo and lzma have no checksum that is looked at: other bytes may come out.
      let image = open(damaged, limit: 1 << 20)
      #expect((image.kernel?.count ?? 0) <= 1 << 20)
    }
  }

  @Test(arguments: [
    (Compression.xz, UnpackError.truncated(.xz)), (.lzma, .truncated(.lzma)),
    (.bzip2, .truncated(.bzip2)), (.zstd, .truncated(.zstd)), (.lz4, .truncated(.lz4)),
    (.lzo, .truncated(.lzo)), (.gzip, .corrupt(.gzip, "bad data, or cut short")),
  ])
  func words(compression: Compression, error: UnpackError) throws {
    let stream = try Packer.pack(elf, compression)
    let tail: [UInt8] = compression == .gzip ? [] : [0, 0, 0, 0]
    let half = open(Array(stream.prefix(stream.count / 2)) + tail)
    #expect(half.container.unpacked == .failure(error))
  }
}

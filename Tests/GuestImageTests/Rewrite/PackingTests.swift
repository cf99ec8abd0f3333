// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

/// Streams of exactly the length that is wanted, which unpack to the same.
@Suite struct PackingTests {
  /// Half of it noise, so that codecs differ little and blocks of lz4 have choices.
  private static let kernel: [UInt8] = {
    var state: UInt64 = 7
    return (0..<100_000).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return index % 1000 < 500 ? UInt8(truncatingIfNeeded: state >> 33) : UInt8(index % 7)
    }
  }()

  private static let codecs: [any PackingCodec.Type] = Codecs.all.compactMap {
    $0 as? any PackingCodec.Type
  }

  @Test func everyCodecButOnePacks() {
    #expect(Self.codecs.map { $0.compression } == [.gzip, .bzip2, .lzma, .xz, .lz4, .zstd])
  }

  @Test(arguments: codecs.map { $0.compression }, [0, 8, 1001, 30_000])
  func filledToLength(_ compression: Compression, by more: Int) throws {
    let codec = try #require(Self.codecs.first { $0.compression == compression })
    let shortest = codec.pack(Self.kernel, level: codec.levels[0]) ?? []
    let stream = try codec.pack(Self.kernel, into: shortest.count + more)
    #expect(stream.count == shortest.count + more)
    let options = UnpackOptions(limit: 1 << 20)
    let unpacked = try Codecs.unpack(Bytes(stream), with: codec, options)
    #expect(unpacked.bytes == Bytes(Self.kernel) && !unpacked.isPartial)
  }

  @Test(arguments: codecs.map { $0.compression }) func tooLittleRoom(_ compression: Compression)
    throws
  {
    let codec = try #require(Self.codecs.first { $0.compression == compression })
    let why = Self.refusal(codec, 1000)
    #expect(why.contains("packed by \(compression.rawValue) at its best") && why.contains("longer"))
  }

  @Test func tooMuchRoomForWhatIsFilledBehind() {
    #expect(Self.refusal(Xz.self, 100_000).contains("shorter than before, which cannot be filled"))
  }

  private static func refusal(_ codec: any PackingCodec.Type, _ size: Int) -> String {
    do throws(PackError) {
      _ = try codec.pack(kernel, into: size)
      return "packed"
    } catch {
      return error.description
    }
  }
}

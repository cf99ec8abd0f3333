// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import TestGuests
import Testing

@testable import Loaders

/// The hypervisor's decoder of lzma, which takes more than liblzma does.
@Suite struct HypervisorLzmaTests {
  private static let kernel: [UInt8] = {
    var guest = TestGuest()
    // Before 4.2, unknown features refuse.
    guest.notes.removeAll { $0.type == XenNote.features.number }
    return guest.build().bytes + [UInt8](repeating: 0, count: 20_000)
  }()
  private static let packed = Packer.pack(kernel, .lzma)

  private func accepts(
    _ release: String, _ image: BzImage, _ loader: any Loader.Type = XenDom0.self
  ) throws -> Bool {
    loader.verdict(
      on: GuestImage(name: "test", file: Bytes(image.bytes)), mode: .pv,
      target: Target(xen: try #require(XenRelease(release)))
    ).accepts
  }

  private func check(_ payload: [UInt8], dom0: [(String, Bool)], domU: Bool = false) throws {
    let image = BzImage(payload: payload)
    for (release, expected) in dom0 {
      #expect(try accepts(release, image) == expected, "\(release)")
    }
    #expect(try accepts("4.17", image, Libxenguest.self) == domU)
    #expect(try Oracle().ask(image.bytes, .pv).accepts == domU)
  }

  private static let always = [("4.0", true), ("4.1", true), ("4.2", true), ("4.17", true)]

  /// It unpacks into the kernel's place.
  @Test func aLargeDictionary() throws {
    try check(Packer.pack(Self.kernel, .lzma, dictionary: 512 << 20), dom0: Self.always)
    var payload = Self.packed
    payload[4] |= 0x80
    try check(payload, dom0: Self.always)
  }

  /// xz, too.
  @Test func aLargeDictionaryOfXz() throws {
    let image = BzImage(payload: Packer.pack(Self.kernel, .xz, dictionary: 512 << 20))
    #expect(try accepts("4.17", image))
    #expect(try !accepts("4.17", image, Libxenguest.self))
  }

  /// The end marker says that the end is there; what follows it in the coder is not looked at.
  @Test func aDamagedEndMarker() throws {
    var payload = Self.packed
    payload[payload.count - 5] ^= 0x11
    let image = BzImage(payload: payload)
    for (release, expected) in Self.always {
      #expect(try accepts(release, image) == expected, "\(release)")
    }
  }

  /// The size in the header is where it stops, if no marker comes before.
  @Test func theSizeInTheHeader() throws {
    func payload(_ size: Int) -> [UInt8] {
      var payload = Self.packed
      payload.replaceSubrange(5..<13, with: TestNote.number(UInt64(size), size: 8))
      return payload
    }
    try check(payload(Self.kernel.count), dom0: Self.always, domU: true)
    try check(payload(Self.kernel.count + 5), dom0: Self.always)
    // In the middle of a match.
    let image = BzImage(payload: payload(Self.kernel.count - 5))
    for (release, expected) in [("4.0", true), ("4.1", true), ("4.2", false), ("4.17", false)] {
      #expect(try accepts(release, image) == expected, "\(release)")
    }
  }

  /// The stream is whole, and a byte of the size behind it is not.
  @Test(arguments: [Compression.lzma, .xz, .zstd]) func aPayloadOneByteShort(
    _ codec: Compression
  ) throws {
    var image = BzImage(payload: Packer.pack(Self.kernel, codec))
    image.payloadLength = UInt32(image.payload.count - 1)
    // What is taken for the size begins in the stream.
    let verdict = XenDom0.verdict(
      on: GuestImage(name: "test", file: Bytes(image.bytes)), mode: .pv,
      target: Target(memory: 8 << 10))
    #expect(verdict.accepts, "\(verdict.reason ?? "")")
  }

  @Test func cutOrDamaged() throws {
    let never = [("4.0", false), ("4.2", false), ("4.17", false)]
    let end = Self.packed.count - 4
    let cut: [UInt8] = Array(Self.packed[..<(end - 100)]) + Array(Self.packed[end...])
    try check(cut, dom0: never)
    var bad = Self.packed
    bad[0] = 0x5d
    bad.replaceSubrange(40..<60, with: [UInt8](repeating: 0xff, count: 20))
    try check(bad, dom0: never.suffix(2))
  }

  /// Byte for byte, with all kinds of matches, and whatever the bits of the context are.
  @Test(arguments: [UInt8(0x5d), 0, 0x66, 0x6e]) func itUnpacks(_ properties: UInt8) throws {
    var (state, bytes) = (UInt32(1), [UInt8]())
    while bytes.count < 200_000 {
      state = state &* 1_664_525 &+ 1_013_904_223
      let back = Int(state >> 8 & 0xffff) + 1
      if state >> 28 < 6, back < bytes.count {
        let start = bytes.count - back
        for index in 0..<Int(state & 0x7f) + 2 { bytes.append(bytes[start + index]) }
      } else {
        bytes.append(UInt8(state >> 24 & 0x3f))
      }
    }
    let payload = Packer.packLzma(bytes, properties: properties, dictionary: 1 << 20)
    // So that liblzma's result is not taken.
    var odd = payload
    odd[1] = 1
    let image = GuestImage(name: "test", file: Bytes(BzImage(payload: odd).bytes))
    let out = try HypervisorLzma(release: .standard).unpack(
      Bytes(odd), with: PayloadUnpacker(image: image))
    #expect(out.array == bytes)
  }
}

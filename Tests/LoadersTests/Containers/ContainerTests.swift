// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Wrappings: which loader gets at the kernel inside.
@Suite struct ContainerTests {
  @Test(arguments: ContainerMutant.all) func toolstack(_ mutant: ContainerMutant) throws {
    let comparison = try Comparison(Oracle(), mutant.bytes, .pv, pv32: false)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts == mutant.domU, "\(comparison.verdict.reason ?? "")")
  }

  @Test(arguments: ContainerMutant.all) func hypervisor(_ mutant: ContainerMutant) {
    let image = GuestImage(name: "test", file: Bytes(mutant.bytes))
    let verdict = XenDom0.verdict(on: image, mode: .pv, target: Target())
    #expect(verdict.accepts == mutant.dom0, "\(verdict.reason ?? "")")
  }

  @Test(arguments: GuestMode.kernels) func debiansKernelInAGzip(_ mode: GuestMode) throws {
    let bzImage = try GuestImage.open(path: DebianImages.linux()).file.array
    let comparison = try Comparison(Oracle(), Packer.pack(bzImage, .gzip), mode, pv32: false)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts)
  }

  @Test(arguments: [("4.14", false), ("4.15", true)]) func zstdCameWith4_15(
    _ release: String, _ accepts: Bool
  ) throws {
    let bytes = BzImage(payload: Packer.pack(ContainerMutant.elf, .zstd)).bytes
    let target = Target(xen: try #require(XenRelease(release)))
    let image = GuestImage(name: "test", file: Bytes(bytes))
    #expect(Libxenguest.verdict(on: image, mode: .pv, target: target).accepts == accepts)
    #expect(XenDom0.verdict(on: image, mode: .pv, target: target).accepts == accepts)
  }

  /// As Linux packs from 6.12 on. Debian's library has the larger limit, which 4.17 never got in a
  /// release: it says what the releases with that limit say.
  @Test(arguments: [Compression.xz, .lzma]) func aDictionaryOf128MiB(_ codec: Compression) throws {
    let payload = Packer.pack(ContainerMutant.elf, codec, dictionary: 128 << 20)
    let image = BzImage(payload: payload)
    #expect(try Oracle().ask(image.bytes, .pv).accepts)
    for (release, accepts) in [
      ("4.2", false), ("4.17.7", false), ("4.18.4", false), ("4.18.5", true), ("4.19.1", false),
      ("4.19.2", true),
      ("4.20", true),
    ] {
      #expect(try toolstack(release, image).accepts == accepts, "\(release)")
    }
    let verdicts = Loaders.verdicts(
      on: GuestImage(name: "test", file: Bytes(image.bytes)), modes: [.pv], roles: [.domU],
      target: Target(xen: try #require(XenRelease("4.18"))))
    #expect(verdicts.map(\.changedIn) == [XenRelease("4.18.5")])
    let smaller = BzImage(payload: Packer.pack(ContainerMutant.elf, codec, dictionary: 96 << 20))
    #expect(try toolstack("4.17", smaller).accepts)
    let dom0 = XenDom0.verdict(
      on: GuestImage(name: "test", file: Bytes(image.bytes)), mode: .pv, target: Target())
    #expect(dom0.accepts)
  }

  /// Until 4.15 the toolstack unpacked lzma and xz to the stream's end, be there a size behind it or
  /// not; then it asked for one.
  @Test(arguments: [Compression.lzma, .xz], [("4.2", true), ("4.15", true), ("4.16", false)])
  func aStreamWithoutASize(_ codec: Compression, _ release: (String, Bool)) throws {
    let payload = Packer.pack(ContainerMutant.elf, codec).dropLast(4)
    let verdict = try toolstack(release.0, BzImage(payload: Array(payload)))
    #expect(verdict.accepts == release.1, "\(verdict.reason ?? "")")
  }

  /// Before 4.0.2 and 4.1.1 the payload's length was believed: a stream that ends in the file is
  /// unpacked all the same; gzip's size would be read from behind it.
  @Test(arguments: [
    ("4.0", Compression.lzma, Verdict.Outcome.accept), ("4.0.2", .lzma, .refuse),
    ("4.0", .gzip, .crash), ("4.0", .bzip2, .refuse),
  ]) func aPayloadLongerThanTheFile(
    _ release: String, _ codec: Compression, _ outcome: Verdict.Outcome
  ) throws {
    var guest = TestGuest()
    // Before 4.2, unknown features refuse.
    guest.notes.removeAll { $0.type == XenNote.features.number }
    var image = BzImage(payload: Packer.pack(guest.build().bytes, codec))
    image.payloadLength = UInt32(image.payload.count + 65536)
    let verdict = try toolstack(release, image)
    #expect(verdict.outcome == outcome, "\(verdict.reason ?? "")")
  }

  /// The rest of the last page that is mapped of the file is there, and zero: it makes up for the last byte
  /// of a payload that is cut, be it of gzip's size or of an ELF that is not packed.
  @Test(arguments: [true, false]) func aPayloadCutInItsLastByte(_ isPacked: Bool) throws {
    var guest = TestGuest()
    guest.notes.removeAll { $0.type == XenNote.features.number }
    let kernel = guest.build().bytes + [UInt8](repeating: 0, count: 999)
    let payload = isPacked ? Packer.pack(kernel, .gzip) : kernel
    var image = BzImage(payload: Array(payload[..<(payload.count - 1)]))
    image.payloadLength = UInt32(payload.count)
    for (release, accepts) in [
      ("3.3", true), ("3.4", true), ("4.0", true), ("4.1", true), ("4.0.2", false),
      ("4.1.1", false), ("4.17", false),
    ] {
      let verdict = try toolstack(release, image)
      #expect(verdict.accepts == accepts, "\(release): \(verdict.reason ?? "accepts")")
    }
  }

  /// The room for what comes out of lzma began with the payload's length, and was doubled in an int.
  @Test(arguments: [UInt32(1) << 30, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff])
  func aPayloadOfAGibibyte(_ length: UInt32) throws {
    var guest = TestGuest()
    guest.notes.removeAll { $0.type == XenNote.features.number }
    var image = BzImage(payload: Packer.pack(guest.build().bytes, .lzma))
    image.payloadLength = length
    for release in ["4.0", "4.1"] {
      let verdict = try toolstack(release, image)
      #expect(!verdict.accepts && verdict.outcome == .refuse, "\(release)")
    }
  }

  /// The hypervisor's decoder of Zstandard reaches back 128 MiB; the toolstack's library does in one call
  /// what it gets.
  @Test(arguments: [(Int32(27), true), (28, false)]) func aWindowOfZstd(
    _ windowLog: Int32, _ accepts: Bool
  ) throws {
    let image = BzImage(payload: Packer.packZstd(ContainerMutant.elf, windowLog: windowLog))
    #expect(try toolstack("4.17", image).accepts)
    #expect(try Oracle().ask(image.bytes, .pv).accepts)
    let dom0 = XenDom0.verdict(
      on: GuestImage(name: "test", file: Bytes(image.bytes)), mode: .pv, target: Target())
    #expect(dom0.accepts == accepts, "\(dom0.reason ?? "")")
  }

  /// The library built without bzip2 says so from 4.6 on.
  @Test(arguments: [
    ("4.5", "xc_dom_probe_bzimage_kernel unable to BZIP2 decompress kernel"),
    ("4.6", "xc_try_bzip2_decode: BZIP2 decompress support unavailable"),
  ]) func aCodecThatIsMissing(_ release: String, _ words: String) throws {
    let verdict = try toolstack(release, BzImage(payload: Packer.pack(ContainerMutant.elf, .bzip2)))
    #expect(verdict.reason?.hasPrefix(words) == true, "\(verdict.reason ?? "")")
  }

  private func toolstack(_ release: String, _ image: BzImage) throws -> Verdict {
    let target = Target(xen: try #require(XenRelease(release)))
    let image = GuestImage(name: "test", file: Bytes(image.bytes))
    return Libxenguest.verdict(on: image, mode: .pv, target: target)
  }
}

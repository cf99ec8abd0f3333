// SPDX-License-Identifier: Apache-2.0

import CLzma
import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// Payloads that are damaged where not every loader looks.
@Suite struct DamagedStreamTests {
  /// What every release knows, with zeros behind that no header leads to.
  private static let kernel: [UInt8] = {
    var guest = TestGuest()
    // Before 4.2, unknown features refuse.
    guest.notes.removeAll { $0.type == XenNote.features.number }
    return guest.build().bytes + [UInt8](repeating: 0, count: 20_000)
  }()

  private func verdict(
    _ release: String, _ file: [UInt8], _ loader: any Loader.Type = Libxenguest.self
  ) throws -> Verdict {
    loader.verdict(
      on: GuestImage(name: "test", file: Bytes(file)), mode: .pv,
      target: Target(xen: try #require(XenRelease(release))))
  }

  /// The payload with another stream in front of its size.
  private func image(
    _ codec: Compression, stated: Int? = nil, _ edit: (inout [UInt8]) -> Void
  ) -> [UInt8] {
    var stream = Array(Packer.pack(Self.kernel, codec).dropLast(4))
    edit(&stream)
    let size = TestNote.number(UInt64(stated ?? Self.kernel.count), size: 4)
    return BzImage(payload: stream + size).bytes
  }

  /// From 4.16 on, one call of the library is made for as much as is stated: what is wrong behind the last
  /// byte of output is not seen. Before, the stream was read to its end.
  @Test(arguments: [
    (Compression.xz, 1), (.xz, 4), (.xz, 12), (.xz, 20), (.xz, 28), (.lzma, 1), (.lzma, 4),
  ]) func aStreamCutBehindItsLastByte(_ codec: Compression, _ cut: Int) throws {
    let file = image(codec) { $0.removeLast(cut) }
    #expect(try Oracle().ask(file, .pv).accepts)
    for (release, accepts) in [
      ("4.2", false), ("4.15", false), ("4.16", true), ("4.17", true), ("4.22", true),
    ] {
      let verdict = try verdict(release, file)
      #expect(verdict.accepts == accepts, "\(release): \(verdict.reason ?? "accepts")")
    }
    // The hypervisor's decoder reads the index and the footer too.
    if codec == .xz { #expect(try !verdict("4.17", file, XenDom0.self).accepts) }
  }

  /// The same call goes on as long as there is input, and sees a fault that is there to be seen.
  @Test(arguments: [5, 10]) func aDamagedIndex(_ place: Int) throws {
    let file = image(.xz) { $0[$0.count - place] ^= 0x55 }
    #expect(try Oracle().ask(file, .pv).accepts == verdict("4.17", file).accepts)
    #expect(try !verdict("4.17", file).accepts)
    #expect(try !verdict("4.15", file).accepts)
  }

  @Test(arguments: [Compression.xz, .lzma]) func aSizeThatIsTooSmall(_ codec: Compression) throws {
    let file = image(codec, stated: Self.kernel.count - 1000) { _ in }
    #expect(try Oracle().ask(file, .pv).accepts)
    #expect(try verdict("4.17", file).accepts)
    #expect(try verdict("4.15", file).accepts)
    let larger = image(codec, stated: Self.kernel.count + 1) { _ in }
    #expect(try !Oracle().ask(larger, .pv).accepts)
    #expect(try !verdict("4.17", larger).accepts)
    #expect(try verdict("4.15", larger).accepts)
  }

  /// Until 4.0.1 and 4.1.0, the ELF loader met what had come out so far.
  @Test(arguments: [
    ("4.0", true), ("4.0.1", true), ("4.0.2", false), ("4.1", true), ("4.1.1", false),
    ("4.2", false), ("4.17", false),
  ]) func aStreamThatIsCutShort(_ release: String, _ accepts: Bool) throws {
    let file = image(.lzma) { $0.removeLast(14) }
    let verdict = try verdict(release, file)
    #expect(verdict.accepts == accepts, "\(verdict.reason ?? "accepts")")
  }

  /// xz checks by CRC64 unless it is told otherwise, which the hypervisor's own decoder does not know.
  @Test(arguments: [
    (LZMA_CHECK_NONE, true), (LZMA_CHECK_CRC32, true), (LZMA_CHECK_CRC64, false),
    (LZMA_CHECK_SHA256, false),
  ]) func aCheckThatTheHypervisorLacks(_ check: lzma_check, _ accepts: Bool) throws {
    let file = BzImage(payload: Packer.packXz(Self.kernel, check: check)).bytes
    #expect(try verdict("4.17", file).accepts)
    let dom0 = try verdict("4.17", file, XenDom0.self)
    #expect(dom0.accepts == accepts, "\(dom0.reason ?? "accepts")")
    #expect(accepts || dom0.reason?.contains("--check=crc32") == true)
  }

  /// zlib compares the header's checksum; the hypervisor knows no such thing, and takes its flag for that
  /// of a file in several parts.
  @Test(arguments: [true, false]) func aChecksumOfTheHeader(_ isRight: Bool) throws {
    var header = Array(Packer.pack(Self.kernel, .gzip)[..<10])
    let rest = Array(Packer.pack(Self.kernel, .gzip)[10...])
    header[3] |= 0x02
    let checksum = Self.crc32(header) & 0xffff ^ (isRight ? 0 : 1)
    let file = header + TestNote.number(UInt64(checksum), size: 2) + rest
    for bytes in [file, BzImage(payload: file).bytes] {
      #expect(try Oracle().ask(bytes, .pv).accepts == isRight)
      for release in ["3.4", "4.17", "4.22"] {
        #expect(try verdict(release, bytes).accepts == isRight, "\(release)")
        let dom0 = try verdict(release, bytes, XenDom0.self)
        #expect(!dom0.accepts, "\(release)")
        #expect(dom0.reason?.hasPrefix(isRight ? "Multi part input" : "") == true)
      }
    }
  }

  /// An extra field, a name and a comment are passed over; reserved bits are not.
  @Test(arguments: [
    (UInt8(0x04), [UInt8]([2, 0, 7, 8]), true), (0x08, [0x6b, 0], true),
    (0x10, [0x63, 0], true), (0x1c, [1, 0, 9, 0x6b, 0, 0x63, 0], true), (0x01, [], true),
    (0x20, [], false), (0x40, [], false), (0x80, [], false),
  ]) func otherFlagsOfTheHeader(_ flag: UInt8, _ field: [UInt8], _ accepts: Bool) throws {
    var file = Packer.pack(Self.kernel, .gzip)
    file[3] |= flag
    file.insert(contentsOf: field, at: 10)
    #expect(try Oracle().ask(file, .pv).accepts == accepts)
    for release in ["3.1", "4.17"] {
      #expect(try verdict(release, file).accepts == accepts, "\(release)")
    }
    #expect(try verdict("4.17", file, XenDom0.self).accepts == accepts)
  }

  /// 3.0.3 and 3.0.4 read a kernel by gzread: member after member, and what is there of a file that is cut.
  @Test(arguments: ["3.0.3", "3.0.4"]) func gzipBeforeThereWasALibrary(_ release: String) throws {
    let halves = [Self.kernel[..<5000], Self.kernel[5000...]].map {
      Packer.pack(Array($0), .gzip)
    }
    let whole = Packer.pack(Self.kernel, .gzip)
    var damaged = whole
    damaged[whole.count - 6] ^= 1
    for (file, accepts) in [
      (whole, true), (halves[0] + halves[1], true), (whole + [1, 2, 3, 4, 5], true),
      (Array(whole.dropLast(6)), true), (halves[0], false), (damaged, false),
      ([0x1f, 0x8b], false),
    ] {
      let verdict = try verdict(release, file)
      #expect(verdict.accepts == accepts, "\(file.count): \(verdict.reason ?? "accepts")")
    }
  }

  /// 3.0.2 asks for as much as the last four bytes say.
  @Test func gzipIn3_0_2() throws {
    var guest = TestGuest()
    guest.speakLegacy(
      TestGuest.legacyString.replacing(
        "ELF_PADDR_OFFSET=0x0", with: "ELF_PADDR_OFFSET=0xffffffff80000000"))
    guest.segments[0].physicalAddress = TestGuest.base + TestGuest.start
    let kernel = guest.build().bytes + [UInt8](repeating: 0, count: 40_000)
    let whole = Packer.pack(kernel, .gzip)
    var damaged = whole
    damaged[whole.count - 6] ^= 1
    #expect(try verdict("3.0.2", kernel).accepts)
    #expect(try verdict("3.0.2", whole).accepts)
    #expect(try !verdict("3.0.2", damaged).accepts)
    let tooMuch = try verdict(
      "3.0.2", whole.dropLast(4) + TestNote.number(UInt64(kernel.count + 1), size: 4))
    #expect(tooMuch.reason?.hasPrefix("Error reading kernel image") == true)
  }

  /// Bit by bit; the tests need no more.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }
}

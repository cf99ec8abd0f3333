// SPDX-License-Identifier: Apache-2.0

import GuestImage
import TestGuests
import Testing

/// A good kernel in a wrapping, whole or damaged.
struct ContainerMutant: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether libxenguest builds it as PV, and Xen's dom0 builder.
  let domU: Bool
  let dom0: Bool
  let bytes: [UInt8]

  init(_ name: String, domU: Bool, dom0: Bool, _ bytes: [UInt8]) {
    self.name = name
    self.domU = domU
    self.dom0 = dom0
    self.bytes = bytes
  }

  var testDescription: String { name }

  static let elf = TestGuest().build().bytes
  static let all = codecs + damaged + headers + gzipped

  private static func bzImage(_ edit: (inout BzImage) -> Void = { _ in }) -> [UInt8] {
    var image = BzImage(payload: Packer.pack(elf, .xz))
    edit(&image)
    return image.bytes
  }

  /// Every codec, whole.
  private static let codecs = Compression.allCases.filter { $0 != .lzo }.map { compression in
    ContainerMutant(
      "bzImage, \(compression.rawValue)", domU: compression != .bzip2, dom0: true,
      BzImage(payload: Packer.pack(elf, compression)).bytes)
  }

  /// Every codec, its stream cut in the middle or its size wrong.
  private static let damaged = Compression.allCases.filter { $0 != .lzo }.flatMap { codec in
    let payload = Packer.pack(elf, codec)
    let stated = UInt64(elf.count)
    return [
      ContainerMutant(
        "\(codec.rawValue), cut short", domU: false, dom0: false,
        BzImage(payload: payload.prefix(payload.count / 2) + TestNote.number(stated, size: 4))
          .bytes),
      ContainerMutant(
        "\(codec.rawValue), size too large", domU: codec == .lz4,
        dom0: codec != .gzip && codec != .lz4,
        BzImage(payload: payload.dropLast(4) + TestNote.number(stated + 4096, size: 4)).bytes),
    ]
  }

  private static let headers = [
    ContainerMutant("bare ELF in a bzImage", domU: true, dom0: true, BzImage(payload: elf).bytes),
    ContainerMutant(
      "unknown magic", domU: false, dom0: false,
      BzImage(payload: Array(repeating: 0x55, count: 4096)).bytes),
    ContainerMutant(
      "LZO's magic alone", domU: false, dom0: false,
      BzImage(payload: Packer.pack(elf, .lzo)).bytes),
    ContainerMutant("protocol 2.07", domU: false, dom0: false, bzImage { $0.version = 0x0207 }),
    ContainerMutant("protocol 2.08", domU: true, dom0: true, bzImage { $0.version = 0x0208 }),
    ContainerMutant("no HdrS", domU: false, dom0: false, bzImage { $0.magic = [0, 0, 0, 0] }),
    ContainerMutant("no boot flag", domU: true, dom0: true, bzImage { $0.bootFlag = 0 }),
    ContainerMutant(
      "0 setup sectors are 0, not 4", domU: true, dom0: true,
      bzImage { ($0.setupSectors, $0.payloadOffset) = (0, 0x60) }),
    ContainerMutant(
      "payload offset off the end", domU: false, dom0: false,
      bzImage { $0.payloadOffset = 0x10_0000 }),
    ContainerMutant(
      "payload length off the end", domU: false, dom0: true,
      bzImage { $0.payloadLength = 0x10_0000 }),
    ContainerMutant(
      "payload length 0", domU: false, dom0: false, bzImage { $0.payloadLength = 0 }),
    ContainerMutant(
      "header cut off", domU: false, dom0: false, Array(bzImage().prefix(0x24f))),
  ]

  private static let gzipped = [
    ContainerMutant("gzip of an ELF", domU: true, dom0: true, Packer.pack(elf, .gzip)),
    ContainerMutant(
      "gzip of a bzImage", domU: true, dom0: false, Packer.pack(bzImage(), .gzip)),
    ContainerMutant(
      "gzip of a gzip", domU: false, dom0: false, Packer.pack(Packer.pack(elf, .gzip), .gzip)),
    ContainerMutant(
      "gzip, cut short", domU: false, dom0: false, Array(Packer.pack(elf, .gzip).dropLast(40))),
    ContainerMutant(
      "gzip that says 3 GiB: left alone", domU: false, dom0: false,
      Packer.pack(elf, .gzip) + [0, 0, 0, 0xc0]),
    ContainerMutant("xz of an ELF", domU: false, dom0: true, Packer.pack(elf, .xz)),
    ContainerMutant("six bytes of gzip", domU: false, dom0: false, [0x1f, 0x8b, 8, 0, 0, 0]),
  ]
}

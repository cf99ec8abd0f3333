// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

/// What a file is taken for, and what its trouble is called.
@Suite struct ContainerTests {
  let elf = ElfBuilder.guest.build()

  private func image(_ file: [UInt8], limit: Int = GuestImage.standardLimit) -> GuestImage {
    GuestImage(name: "test", file: Bytes(file), limit: limit)
  }

  @Test func bareElf() {
    let container = image(elf).container
    #expect(container.kind == .elf)
    #expect(container.compression == nil)
    #expect(container.payload == nil)
    #expect((try? container.unpacked.get().array) == elf)
  }

  @Test func bzImageWithUnpackedElf() {
    let image = image(BzImageBuilder(payload: elf).build())
    #expect(image.container.kind == .bzImage)
    #expect(image.container.compression == nil)
    #expect(image.container.statedSize == nil)
    #expect(image.kernel?.array == elf)
    #expect(image.problem == nil)
  }

  /// The toolstack unpacks both.
  @Test(arguments: [Compression.gzip, .xz]) func bzImageInAGzip(codec: Compression) throws {
    let bzImage = try BzImageBuilder.packing(elf, with: codec).build()
    let image = image(try Packer.pack(bzImage, .gzip))
    #expect(image.container.kind == .gzip)
    #expect(image.innermost.kind == .bzImage)
    #expect(image.innermost.compression == codec)
    #expect(image.kernel?.array == elf)
    #expect(image.problem == nil)
  }

  @Test func whatIsDeeperIsLeftAlone() throws {
    let gzip = try Packer.pack(elf, .gzip)
    for file in [try Packer.pack(gzip, .gzip), try Packer.pack(Packer.pack(gzip, .gzip), .gzip)] {
      #expect(image(file).inner == nil)
      #expect(image(file).problem != nil)
    }
  }

  /// Each wrapping keeps to the limit.
  @Test func theLimitHoldsInsideToo() throws {
    let bzImage = try BzImageBuilder.packing(elf + Array(repeating: 0, count: 1 << 20), with: .xz)
    let packed = try Packer.pack(bzImage.build(), .gzip)
    #expect(image(packed, limit: 1 << 19).isBeyondLimit)
    #expect(!image(packed).isBeyondLimit)
  }

  /// The boot protocol reads 0 sectors of setup code as 4.
  @Test func zeroSetupSectors() {
    #expect(image(BzImageBuilder(payload: elf, setupSectors: 0).build()).kernel?.array == elf)
  }

  /// Loaders do not look at the boot sector's signature.
  @Test func bootSignatureDoesNotMatter() {
    var file = BzImageBuilder(payload: elf).build()
    file.set(UInt16(0), at: 0x1fe)
    #expect(image(file).container.kind == .bzImage)
  }

  /// The verdict tells it, so it is no problem.
  @Test func oldProtocol() {
    let image = image(BzImageBuilder(payload: elf, version: 0x0207).build())
    #expect(image.container.unpacked == .failure(.protocolTooOld(0x0207)))
    #expect(image.problem == nil)
    #expect(image.kernel == nil)
    guard case .failure(let error) = image.elf else { return #expect(Bool(false)) }
    #expect(error.problem.contains("2.07"))
    #expect(error.cure?.contains("vmlinux") == true)
  }

  @Test(arguments: [UInt32(0x7fff_ffff), 0xffff_ffff])
  func payloadOutsideTheFile(offset: UInt32) {
    var file = BzImageBuilder(payload: elf).build()
    file.set(offset, at: 0x248)
    let container = image(file).container
    let start = 3 * 512 + UInt64(offset)
    #expect(container.unpacked == .failure(.outOfFile(offset: start, count: UInt64(elf.count))))
    #expect(container.payload == nil)
    #expect(image(file).problem?.offset == start)
  }

  @Test func payloadLongerThanTheFile() {
    var file = BzImageBuilder(payload: elf).build()
    file.set(UInt32.max, at: 0x24c)
    #expect(image(file).problem?.problem == "4294967295 bytes from here do not lie in the file")
  }

  @Test(arguments: [[], [0xfd], [0x5d], Array("not packed by anything".utf8)] as [[UInt8]])
  func payloadOfNoCodec(payload: [UInt8]) {
    let image = image(BzImageBuilder(payload: payload).build())
    #expect(image.container.unpacked == .failure(.unknownMagic))
    #expect(image.problem != nil)
  }

  @Test(arguments: [[], [0], Array("#!/bin/sh\n".utf8), [0x7f, 0x45, 0x4c]] as [[UInt8]])
  func unknown(file: [UInt8]) {
    #expect(image(file).container.kind == .unknown)
    #expect(image(file).problem != nil)
  }

  @Test func gzipOfElf() throws {
    let file = try Packer.pack(elf, .gzip)
    #expect(image(file).container.kind == .gzip)
    #expect(image(file).container.statedSize == UInt32(elf.count))
    #expect(image(file).kernel?.array == elf)
    #expect(image(file).problem == nil)
  }

  @Test func gzipOfSomethingElse() throws {
    let image = image(try Packer.pack(Array("text".utf8), .gzip))
    #expect(image.kernel?.array == Array("text".utf8))
    #expect(image.problem?.problem == "the content is not an ELF file")
  }

  /// Raw .xz and the like are no image for any loader.
  @Test(arguments: Compression.allCases.filter { $0 != .gzip })
  func bareStream(compression: Compression) throws {
    #expect(image(try Packer.pack(elf, compression)).container.kind == .unknown)
  }
}

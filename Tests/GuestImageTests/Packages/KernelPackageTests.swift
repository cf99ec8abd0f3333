// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import Commands
import Testing

@testable import GuestImage

@Suite struct KernelPackageTests {
  private static let guest = ElfBuilder.guest.build()
  /// Too short for a bzImage, and one; a module; what is neither.
  private static let files: [(String, [UInt8])] = [
    ("boot/config", Array("CONFIG_XEN=y\n".utf8)), ("boot/vmlinux", guest),
    ("boot/vmlinuz", BzImageBuilder(payload: guest).build()),
    ("lib/modules/a b.ko", ElfBuilder.module()), ("usr/share/empty", []),
  ]

  /// The members of those kinds, by path.
  private static func members(
    _ file: [UInt8], _ kinds: ImageKinds = [.kernels, .modules],
    limit: Int = GuestImage.standardLimit
  ) throws -> [(path: String, bytes: [UInt8])] {
    let package = try #require(try KernelPackage(Bytes(file), name: "p", limit: limit))
    var found: [(String, [UInt8])] = []
    try package.members(kinds) { found.append(($0.path, $0.bytes.array)) }
    return found.sorted { $0.0 < $1.0 }
  }

  private static func made(_ script: String, _ files: [(String, [UInt8])] = files) throws -> [UInt8]
  {
    try Places.withScratchFolder { folder in
      let root = try Archives.files(files, in: folder)
      try Archives.make(script, of: root, folder + "/package")
      return try ImageFile.read(folder + "/package", limit: 1 << 30).array
    }
  }

  @Test(arguments: Archives.scripts) func everyKindOfPackage(kind: String, script: String) throws {
    let package = try Self.made(script)
    let found = try Self.members(package)
    let wanted = Self.files.filter { $0.0 != "boot/config" && !$0.1.isEmpty }
    #expect(found.map(\.path) == wanted.map(\.0))
    #expect(found.map(\.bytes) == wanted.map(\.1))
    let kernels = try Self.members(package, .kernels)
    #expect(kernels.map(\.path) == ["boot/vmlinux", "boot/vmlinuz"])
    #expect(package.withUnsafeBytes(KernelPackage.mayBegin))
  }

  @Test func anRpmPackage() throws {
    for (kind, script) in Archives.scripts where kind.hasPrefix("cpio") {
      let rpm = Archives.rpm(payload: try Self.made(script))
      #expect(try Self.members(rpm).count == 3, "\(kind)")
    }
  }

  /// Processor microcode, then the files, packed: each an archive.
  @Test func anInitialRamdiskOfSeveralArchives() throws {
    let scripts = Dictionary(uniqueKeysWithValues: Archives.scripts)
    let first = try Self.made(scripts["cpio"]!, [("kernel/x86/microcode", [1, 2, 3])])
    let second = try Self.made(scripts["cpio.gz"]!)
    let zeros = [UInt8](repeating: 0, count: 512)
    #expect(try Self.members(first + zeros + second).count == 3)
    #expect(try Self.members(first).isEmpty)
    let settings = Array("kernel.a = b\n".utf8) + [1, 2] + Array("#BOOTCONFIG\n".utf8)
    #expect(try Self.members(first + settings).isEmpty)
  }

  /// The second archive has lost its magic.
  @Test func whatFollowsAnArchive() throws {
    let scripts = Dictionary(uniqueKeysWithValues: Archives.scripts)
    let first = try Self.made(scripts["cpio"]!)
    for (rest, start) in [(Array("text".utf8), 0), ([0, 0, 0, 0, 7] + Self.guest, 4)]
      as [([UInt8], Int)]
    {
      var paths: [String] = []
      let error = #expect(throws: ImageError.self) {
        try #require(try KernelPackage(Bytes(first + rest), name: "p", limit: 1 << 30))
          .members([.kernels, .modules]) { paths.append($0.path) }
      }
      #expect(paths.count == 3)
      #expect(error?.problem == "what follows the archive is not an archive")
      #expect(error?.offset == UInt64(first.count + start))
    }
  }

  /// What is packed and no archive is what it was before there were packages.
  @Test func aPackedKernelIsNone() throws {
    for compression in Compression.allCases {
      let packed = Bytes(try Packer.pack(Self.guest, compression))
      #expect(try KernelPackage(packed, name: "p", limit: 1 << 20) == nil, "\(compression)")
    }
    for bytes in [Self.guest, BzImageBuilder(payload: Self.guest).build(), [0, 0], []] {
      #expect(try KernelPackage(Bytes(bytes), name: "p", limit: 1 << 20) == nil)
    }
  }

  /// Cut off inside a file that cannot be packed.
  @Test(arguments: Archives.scripts) func aPackageThatIsCutOff(kind: String, script: String) throws
  {
    var generator = SeededGenerator(seed: 22)
    let noise = (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let package = try Self.made(script, [("noise", noise)])
    let error = #expect(throws: ImageError.self, "\(kind)") {
      let half = Bytes(Array(package.prefix(package.count / 2)))
      try #require(try KernelPackage(half, name: "p", limit: 1 << 30)).members(.kernels) { _ in }
    }
    #expect(error?.image == "p")
    #expect(error?.problem.contains("no reason") == false)
    if kind == "cpio" { #expect(error?.problem.contains("it ends too early") == true) }
  }

  /// What begins like an archive without a magic, and is not one.
  @Test func whatIsNoOldArchive() throws {
    let scripts = Dictionary(uniqueKeysWithValues: Archives.scripts)
    let (tar, cpio) = (try Self.made(scripts["tar.v7"]!), try Self.made(scripts["cpio.bin"]!))
    func isOne(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(KernelPackage.mayBegin) }
    #expect(isOne(tar) && isOne(cpio) && isOne(Array(tar.prefix(512))))
    for (bytes, place, value) in [
      // A name that does not match the checksum, no checksum, a short block.
      (tar, 0, 0x7a), (tar, 148, 0x39), (Array(tar.prefix(511)), 500, 0),
      // A type of file and a length of the name that there are not, another magic.
      (cpio, 7, 0xf0), (cpio, 20, 0), (cpio, 21, 0xff), (cpio, 1, 0x72),
    ] as [([UInt8], Int, UInt8)] {
      var other = bytes
      other[place] = value
      #expect(!isOne(other), "\(place)")
    }
    #expect(!isOne([]) && !isOne([UInt8](repeating: 0, count: 600)) && !isOne([0xc7, 0x71]))
  }

  /// Of the archive as a whole, whatever is in it.
  @Test func aPackageThatUnpacksToTooMuch() throws {
    let zeros = ("zeros", [UInt8](repeating: 0, count: 4 << 20))
    let package = try Self.made(
      Dictionary(uniqueKeysWithValues: Archives.scripts)["tar.xz"]!, [("a.elf", Self.guest), zeros])
    #expect(package.count < 1 << 16)
    var found: [String] = []
    let error = #expect(throws: ImageError.self) {
      try #require(try KernelPackage(Bytes(package), name: "p", limit: 1 << 20))
        .members(.kernels) { found.append($0.path) }
    }
    #expect(error?.problem == "unpacks to more than \(1 << 20) bytes")
    #expect(found.allSatisfy { $0 == "a.elf" })
  }

  @Test func aDebianPackageWithoutFiles() throws {
    let error = #expect(throws: ImageError.self) {
      _ = try KernelPackage(Bytes(FileMark.debian.bytes), name: "p", limit: 1 << 20)
    }
    #expect(error?.problem == "a Debian package without data.tar, or cut off")
  }
}

extension ElfBuilder {
  /// A relocatable object as Linux's modules are.
  static func module(_ section: String = ".modinfo") -> [UInt8] {
    var builder = ElfBuilder(parts: [
      Part(name: section, type: SHT_PROGBITS, flags: SHF_ALLOC, contents: [0x61, 0])
    ])
    builder.entry = 0
    var file = builder.build()
    file.set(UInt16(ET_REL), at: 16)
    return file
  }
}

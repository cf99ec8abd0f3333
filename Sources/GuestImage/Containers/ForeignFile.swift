// SPDX-License-Identifier: Apache-2.0

import Base

/// Files that can be mistaken for an x86 kernel image, recognized by their first bytes.
public enum ForeignFile: Equatable, Sendable {
  /// The kernel of another architecture, in the format of that architecture's boot loaders.
  case otherImage(architecture: String)
  /// A Portable Executable (an EFI application), with its machine type.
  case portableExecutable(machine: UInt16)
  /// BTF without an ELF file around it, as in /sys/kernel/btf.
  case btf
  /// An ar archive, such as a static library.
  case archive
  /// LLVM bitcode, which clang writes instead of an object file for link-time optimization.
  case bitcode
  /// A cpio archive, such as an initial ramdisk.
  case cpio
  /// A legacy image of U-Boot.
  case uImage
  /// A package or archive that may contain a kernel, such as `a Debian package`.
  case package(String)
  /// Another format with a known magic, such as `a Mach-O file`.
  case other(String)

  /// Recognizes a file by its first bytes; nil if it is none of these.
  public init?(_ file: Bytes) {
    // Checked before PE: an arm64 Image with an EFI stub is also a Portable Executable.
    if let architecture = ForeignFile.architectures.first(where: { $0.magic(is: file) })?.name {
      self = .otherImage(architecture: architecture)
    } else if let machine = ForeignFile.executableMachine(file) {
      self = .portableExecutable(machine: machine)
    } else if file.starts(with: [0x9f, 0xeb]) || file.starts(with: [0xeb, 0x9f]) {
      self = .btf
    } else if let package = ForeignFile.packages.first(where: { $0.mark.isIn(file) }) {
      self = .package(package.name)
    } else if file.starts(with: Array("!<arch>\n".utf8)) {
      self = .archive
    } else if Self.isBitcode(file) {
      self = .bitcode
    } else if file.withUnsafeBytes(OldArchive.isTar) {
      self = .package("a tar archive")
    } else if FileMark.cpio.isIn(file) || file.withUnsafeBytes(OldArchive.isCpio) {
      self = .cpio
    } else if file.starts(with: [0x27, 0x05, 0x19, 0x56]) {
      self = .uImage
    } else if let other = ForeignFile.others.first(where: { $0.mark.isIn(file) }) {
      self = .other(other.name)
    } else {
      return nil
    }
  }

  /// Whether the file is LLVM bitcode, plain or in Apple's wrapper.
  static func isBitcode(_ file: Bytes) -> Bool {
    file.starts(with: [0x42, 0x43, 0xc0, 0xde]) || file.starts(with: [0xde, 0xc0, 0x17, 0x0b])
  }

  private static let packages: [(name: String, mark: FileMark)] = [
    ("a Debian package", .debian),
    ("an RPM package", .rpm),
    ("a tar archive", .tar),
    ("a zip archive", FileMark([0x50, 0x4b, 3, 4])),
    ("an ISO 9660 image", FileMark(at: 0x8001, "CD001")),
    ("a squashfs file system", FileMark("hsqs")),
    ("an Android boot image", FileMark("ANDROID!")),
  ]

  private static let others: [(name: String, mark: FileMark)] = [
    ("a thin ar archive", FileMark("!<thin>\n")),
    ("a device tree, or U-Boot's FIT image", FileMark([0xd0, 0x0d, 0xfe, 0xed])),
    ("a Mach-O file", FileMark([0xcf, 0xfa, 0xed, 0xfe])),
    ("a Mach-O file", FileMark([0xce, 0xfa, 0xed, 0xfe])),
    ("an a.out executable", FileMark([0x07, 0x01, 0x64, 0])),
    ("an a.out executable", FileMark([0x08, 0x01, 0x64, 0])),
    ("an a.out executable", FileMark([0x0b, 0x01, 0x64, 0])),
    ("an a.out executable of Plan 9", FileMark([0, 0, 0x01, 0xeb])),
    ("an a.out executable of Plan 9", FileMark([0, 0, 0x8a, 0x97])),
    ("a script", FileMark("#!")),
  ]

  /// A 32-bit number at an offset that identifies a format.
  private struct Magic {
    let name: String
    let offset: UInt64
    let value: UInt32

    func magic(is file: Bytes) -> Bool { file.integer(at: offset, as: UInt32.self) == value }
  }

  /// Sources: Documentation/arch/arm64/booting, Documentation/arch/riscv/boot-image-header,
  /// arch/arm/boot/compressed/head.S, arch/s390/boot/head.S (the text "S390EP").
  private static let architectures = [
    Magic(name: "arm64", offset: 0x38, value: 0x644d_5241),
    Magic(name: "RISC-V", offset: 0x38, value: 0x0543_5352),
    Magic(name: "arm", offset: 0x24, value: 0x016f_2818),
    Magic(name: "s390", offset: 0x1_0008, value: 0x3039_3353),
  ]

  /// The machine type of a PE file: "MZ" at the start, and "PE" and the type at the offset in 0x3c.
  private static func executableMachine(_ file: Bytes) -> UInt16? {
    guard file.starts(with: Array("MZ".utf8)),
      let header = file.integer(at: 0x3c, as: UInt32.self).map(UInt64.init),
      file.integer(at: header, as: UInt32.self) == 0x4550
    else { return nil }
    return file.integer(at: header + 4, as: UInt16.self)
  }
}

extension ForeignFile {
  /// What the file is, as a predicate: `is raw BTF: …`.
  public var words: String {
    switch self {
    case .otherImage(let architecture): "is an Image of \(architecture), not an x86 kernel"
    case .portableExecutable(let machine):
      "is a PE executable for \(ForeignFile.name(of: machine)), not an ELF or a bzImage"
    case .btf: "is raw BTF: types, without the kernel that they describe"
    case .archive: "is an ar archive, not a kernel"
    case .bitcode: "is LLVM bitcode (clang -flto): intermediate code, not machine code"
    case .cpio: "is a cpio archive, an initial ramdisk, not a kernel"
    case .uImage: "is a uImage of U-Boot, not an ELF or a bzImage"
    case .package(let name), .other(let name): "is \(name), not a kernel"
    }
  }

  /// How to fix it.
  public var cure: String {
    switch self {
    case .package: "unpack it, and give the vmlinuz or vmlinux inside"
    case .otherImage, .archive, .cpio, .uImage, .other:
      "give the vmlinux or bzImage of an x86 build"
    case .portableExecutable:
      "give the vmlinux; a unified kernel image holds the kernel in its section .linux "
        + "(objcopy -O binary -j .linux FILE KERNEL)"
    case .btf: "give the vmlinux"
    case .bitcode: "link it first, or compile it without -flto"
    }
  }

  /// The name of a machine type, IMAGE_FILE_MACHINE_*.
  private static func name(of machine: UInt16) -> String {
    switch machine {
    case 0x8664: "x86_64"
    case 0x14c: "i386"
    case 0xaa64: "arm64"
    default: "machine " + hex(machine)
    }
  }
}

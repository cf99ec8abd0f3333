// SPDX-License-Identifier: Apache-2.0

/// Files that people take for a kernel image of x86 and that are not one, by their first bytes.
public enum ForeignFile: Equatable, Sendable {
  /// The kernel of another architecture, as boot loaders there take it.
  case otherImage(architecture: String)
  /// A Portable Executable, an EFI application, by its machine.
  case portableExecutable(machine: UInt16)
  /// BPF type information without an ELF around it, as in /sys/kernel/btf.
  case btf
  /// An ar archive: a static library, or a Debian package.
  case archive
  /// An initial ramdisk.
  case cpio
  /// U-Boot's legacy image.
  case uImage

  /// nil for what is none of these.
  public init?(_ file: Bytes) {
    // An EFI stub makes an arm64 Image a Portable Executable too.
    if let architecture = ForeignFile.architectures.first(where: { $0.magic(is: file) })?.name {
      self = .otherImage(architecture: architecture)
    } else if let machine = ForeignFile.executableMachine(file) {
      self = .portableExecutable(machine: machine)
    } else if file.starts(with: [0x9f, 0xeb]) || file.starts(with: [0xeb, 0x9f]) {
      self = .btf
    } else if file.starts(with: Array("!<arch>\n".utf8)) {
      self = .archive
    } else if file.starts(with: Array("07070".utf8)) {
      self = .cpio
    } else if file.starts(with: [0x27, 0x05, 0x19, 0x56]) {
      self = .uImage
    } else {
      return nil
    }
  }

  /// A number at a place of its own.
  private struct Magic {
    let name: String
    let offset: UInt64
    let value: UInt32

    func magic(is file: Bytes) -> Bool { file.integer(at: offset, as: UInt32.self) == value }
  }

  /// Documentation/arch/arm64/booting, Documentation/arch/riscv/boot-image-header, arch/arm/boot/compressed/head.S.
  private static let architectures = [
    Magic(name: "arm64", offset: 0x38, value: 0x644d_5241),
    Magic(name: "RISC-V", offset: 0x38, value: 0x0543_5352),
    Magic(name: "arm", offset: 0x24, value: 0x016f_2818),
  ]

  /// "MZ", and at the place that 0x3c names "PE" and the machine.
  private static func executableMachine(_ file: Bytes) -> UInt16? {
    guard file.starts(with: Array("MZ".utf8)),
      let header = file.integer(at: 0x3c, as: UInt32.self).map(UInt64.init),
      file.integer(at: header, as: UInt32.self) == 0x4550
    else { return nil }
    return file.integer(at: header + 4, as: UInt16.self)
  }
}

extension ForeignFile {
  /// What it is, in a clause.
  public var words: String {
    switch self {
    case .otherImage(let architecture): "is an Image of \(architecture), not an x86 kernel"
    case .portableExecutable(let machine):
      "is a PE executable for \(ForeignFile.name(of: machine)), not an ELF or a bzImage"
    case .btf: "is raw BTF: types, without the kernel that they describe"
    case .archive: "is an ar archive, not a kernel"
    case .cpio: "is a cpio archive, an initial ramdisk, not a kernel"
    case .uImage: "is a uImage of U-Boot, not an ELF or a bzImage"
    }
  }

  /// What to do about it.
  public var cure: String {
    switch self {
    case .otherImage, .archive, .cpio, .uImage: "give the vmlinux or bzImage of an x86 build"
    case .portableExecutable:
      "give the vmlinux; a unified kernel image holds the kernel in its section .linux "
        + "(objcopy -O binary -j .linux FILE KERNEL)"
    case .btf: "give the vmlinux"
    }
  }

  /// IMAGE_FILE_MACHINE_*.
  private static func name(of machine: UInt16) -> String {
    switch machine {
    case 0x8664: "x86_64"
    case 0x14c: "i386"
    case 0xaa64: "arm64"
    default: "machine 0x" + String(machine, radix: 16)
    }
  }
}

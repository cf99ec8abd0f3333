// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import HypervisorABI

/// The types of a file, determined by its content and not its name. They select which files of a
/// directory or package are checked.
public struct ImageKinds: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A bzImage, or a linked x86 ELF file that either has Xen notes or a Xen string, or cannot be
  /// started by anything but a boot loader: without interpreter, dynamic linking, thread-local
  /// storage, and notes of an operating system for programs. Both can be compressed by gzip.
  public static let kernels = ImageKinds(rawValue: 1)
  /// A Linux module, packed or not: a relocatable x86 ELF file with a section
  /// `.modinfo` or `.gnu.linkonce.this_module`, whether or not it has code.
  public static let modules = ImageKinds(rawValue: 2)

  /// The types for messages: `kernel image or module`.
  public var words: String {
    contains(.modules) ? "kernel image or module" : "kernel image"
  }

  /// What a file of one of these types is, for messages.
  var definition: String {
    "a bzImage or a bootable x86 ELF file, packed or not"
      + (contains(.modules) ? ", or a module" : "")
  }

  /// The error that a directory or package contains no file of one of these types.
  ///
  /// - Parameters:
  ///   - files: the number of its files.
  ///   - links: the number of its symbolic links, which are not among the files.
  public func nothing(in place: String, files: Int, links: Int = 0) -> ImageError {
    let reason =
      switch files {
      case 0 where links > 0:
        "it has only \(counted(links, "symbolic link")), which \(links > 1 ? "are" : "is") not followed"
      case 0: "it has no files"
      case 1: "its only file is not \(definition)"
      default: "none of its \(files) files is \(definition)"
      }
    return ImageError(
      image: place, problem: "contains no \(words): \(reason)", cure: "name the file itself")
  }

  /// Whether a file with these first bytes can be of one of these types; a quick test before the
  /// whole file is read.
  ///
  /// - Parameter front: the first bytes of the file; all of a short one.
  public func mayBegin(with front: UnsafeRawBufferPointer) -> Bool {
    if front.starts(with: [0x7f, 0x45, 0x4c, 0x46]) {
      guard front.count >= Self.elfFront else { return false }
      let type = UInt16(front[16]) | UInt16(front[17]) << 8
      let machine = UInt16(front[18]) | UInt16(front[19]) << 8
      let kind: ImageKinds = type == UInt16(ET_REL) ? .modules : .kernels
      return contains(kind) && Self.machines.contains(machine)
    }
    if contains(.kernels) {
      if front.count >= Self.bzImageFront,
        front[0x202..<Self.bzImageFront].elementsEqual("HdrS".utf8)
      {
        return true
      }
      if front.starts(with: Gzip.magic) { return true }
    }
    return contains(.modules) && Codecs.all.contains { front.starts(with: $0.magic) }
  }

  /// The size of the part of an ELF header up to its machine, in bytes.
  static let elfFront = 20
  /// The size of a bzImage up to the magic of its setup header, in bytes.
  static let bzImageFront = 0x206

  static let machines: [UInt16] = [UInt16(EM_386), UInt16(EM_X86_64)]
}

extension GuestImage {
  /// The sections that only modules have: what modinfo(8) prints, and the module's own structure.
  private static let moduleSections: Set<String> = [".modinfo", ".gnu.linkonce.this_module"]

  /// The types of the file by its content; empty if the file is not to be checked.
  public var kinds: ImageKinds {
    switch innermost.kind {
    case .bzImage: return .kernels
    case .unknown:
      let object = (try? packedObject()) ?? nil
      return object.map { $0.kinds.intersection(.modules) } ?? []
    case .elf, .gzip: break
    }
    // A gzip file that cannot be unpacked may contain a kernel, so that it is reported.
    if innermost.kind == .gzip, case .failure = innermost.unpacked { return .kernels }
    guard let elf = try? elf.get() else {
      // A damaged file is reported if it can have been a kernel.
      return file.withUnsafeBytes {
        ElfFile.hasMagic(file) && ImageKinds.kernels.mayBegin(with: $0)
      }
        ? .kernels : []
    }
    guard ImageKinds.machines.contains(elf.machine) else { return [] }
    if elf.header.type == UInt16(ET_REL) {
      return elf.sections.contains { Self.moduleSections.contains($0.name) } ? .modules : []
    }
    return elf.isForXen || elf.isBare && !elf.isHypervisor ? .kernels : []
  }
}

extension ElfFile {
  fileprivate var isForXen: Bool { notes.contains(where: \.isXen) || legacy != nil }

  /// Whether it is an executable that only a boot loader can start.
  fileprivate var isBare: Bool {
    let others = [PT_INTERP, PT_DYNAMIC, PT_TLS].map { UInt32($0) }
    return header.type == UInt16(ET_EXEC) && segments.contains(where: \.isLoad)
      && !segments.contains { others.contains($0.type) }
      && !notes.contains { $0.owner == "Go" || $0.owner == "GNU" && $0.type == 1 }
  }
}

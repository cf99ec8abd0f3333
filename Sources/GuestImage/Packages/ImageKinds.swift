// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// What a file is by its contents, whatever its name: among the files of a directory or a package, this
/// decides which are looked at.
public struct ImageKinds: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A bzImage of Linux's, or a linked x86 ELF that bears Xen's notes or string, or that no other
  /// loader takes: no interpreter, no dynamic linking, no thread-local storage, no note of a system
  /// for programs. Either may be gzipped.
  public static let kernels = ImageKinds(rawValue: 1)
  /// A module of Linux's, packed or not: a relocatable x86 ELF with a section `.modinfo`.
  public static let modules = ImageKinds(rawValue: 2)

  /// In words, for people: `kernel image or module`.
  public var words: String {
    contains(.modules) ? "kernel image or module" : "kernel image"
  }

  /// Whether a file that begins so may be one of these: a quick answer, before all of it is read.
  ///
  /// - Parameter front: all of a short file.
  public func mayBegin(with front: UnsafeRawBufferPointer) -> Bool {
    if front.starts(with: [0x7f, 0x45, 0x4c, 0x46]) {
      guard front.count >= 20 else { return false }
      let type = UInt16(front[16]) | UInt16(front[17]) << 8
      let machine = UInt16(front[18]) | UInt16(front[19]) << 8
      let kind: ImageKinds = type == UInt16(ET_REL) ? .modules : .kernels
      return contains(kind) && Self.machines.contains(machine)
    }
    if contains(.kernels) {
      if front.count >= 0x206 && front[0x202..<0x206].elementsEqual("HdrS".utf8) { return true }
      if front.starts(with: Gzip.magic) { return true }
    }
    return contains(.modules) && Codecs.all.contains { front.starts(with: $0.magic) }
  }

  fileprivate static let machines: [UInt16] = [UInt16(EM_386), UInt16(EM_X86_64)]
}

extension GuestImage {
  /// What the file is by its contents; empty when it is nothing that is looked at.
  public var kinds: ImageKinds {
    switch innermost.kind {
    case .bzImage: return .kernels
    case .unknown:
      let object = (try? packedObject()) ?? nil
      return object.map { $0.kinds.intersection(.modules) } ?? []
    case .elf, .gzip: break
    }
    // What is packed so, and does not unpack, may have been one.
    if innermost.kind == .gzip, case .failure = innermost.unpacked { return .kernels }
    guard let elf = try? elf.get() else {
      // What is damaged is told, when it can have been one.
      return file.withUnsafeBytes {
        ElfFile.hasMagic(file) && ImageKinds.kernels.mayBegin(with: $0)
      }
        ? .kernels : []
    }
    guard ImageKinds.machines.contains(elf.machine) else { return [] }
    if elf.header.type == UInt16(ET_REL) {
      return elf.sections.contains { $0.name == ".modinfo" } ? .modules : []
    }
    return elf.isForXen || elf.isBare ? .kernels : []
  }
}

extension ElfFile {
  fileprivate var isForXen: Bool { notes.contains(where: \.isXen) || legacy != nil }

  /// An executable that nothing but a boot loader could start.
  fileprivate var isBare: Bool {
    let others = [PT_INTERP, PT_DYNAMIC, PT_TLS].map { UInt32($0) }
    return header.type == UInt16(ET_EXEC) && segments.contains(where: \.isLoad)
      && !segments.contains { others.contains($0.type) }
      && !notes.contains { $0.owner == "Go" || $0.owner == "GNU" && $0.type == 1 }
  }
}

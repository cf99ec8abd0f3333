// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

extension Btf: TypeSourceOpener {
  /// Since Linux 6.11 a module may contain the part of its kernel's types that it needs.
  private static let baseSectionName = ".BTF.base"

  /// The BTF of a kernel, packed or not, or of a file that contains only BTF; nil if there is none.
  ///
  /// - Throws: `ImageError` if the model does not describe the architecture, or the BTF cannot be
  ///   read.
  public static func open(_ origin: TypeOrigin) throws -> (any TypeSource)? {
    guard case .image(let image, let base) = origin else { return nil }
    let own = try base.map { base in
      guard let section = try section(of: base) else {
        throw ImageError(
          image: base.name, problem: "has no BTF for a module to build on",
          cure: "name the module's kernel, or its BTF (--base)")
      }
      return (section: section.bytes, name: base.name)
    }
    guard let section = try section(of: image) else { return nil }
    if let raw = RawBtf.bytes(of: image) {
      return try Btf(raw, of: image.name, on: isSplit(raw) ? own : nil, architecture: nil)
    }
    let elf = try image.elf.get()
    let inside = elf.section(named: baseSectionName).flatMap { elf.contents(of: $0) }
      .map { (section: $0, name: baseSectionName) }
    return try Btf(
      section.bytes, of: image.name, at: section.offset,
      on: isSplit(section.bytes) ? own ?? inside : nil,
      architecture: Architecture(elf, of: image.name))
  }

  /// The BTF and its offset in the kernel; nil if there is none.
  private static func section(of image: GuestImage) throws -> (bytes: Bytes, offset: UInt64)? {
    if let raw = RawBtf.bytes(of: image) { return (raw, 0) }
    let elf = try image.elf.get()
    guard let section = elf.section(named: sectionName) else { return nil }
    guard let bytes = elf.contents(of: section) else {
      throw BtfProblem(image: image.name, origin: section.offset)
        .at(0, "the section lies outside the file")
    }
    return (bytes, section.offset)
  }

  /// Whether it is a module's BTF: its strings continue those of its kernel, and lack the empty
  /// string at the start. A module has none at all if its kernel has every name that it uses.
  private static func isSplit(_ section: Bytes) -> Bool {
    guard let length: UInt32 = section.integer(at: 4),
      let strings: UInt32 = section.integer(at: 16), let count: UInt32 = section.integer(at: 20)
    else { return false }
    if count == 0 { return true }
    return section.integer(at: UInt64(length) + UInt64(strings), as: UInt8.self) ?? 0 != 0
  }
}

/// A file that contains only BTF, such as /sys/kernel/btf/vmlinux or the output of
/// `pahole --btf_encode_detached`, packed or not.
public enum RawBtf {
  /// The BTF of such a file; nil if the image is anything else.
  public static func bytes(of image: GuestImage) -> Bytes? {
    if isBtf(image.file) { return image.file }
    guard image.container.kind == .gzip || image.container.kind == .unknown,
      let inside = image.plainContents, isBtf(inside)
    else { return nil }
    return inside
  }

  private static func isBtf(_ bytes: Bytes) -> Bool {
    guard let magic: UInt16 = bytes.integer(at: 0), bytes[2] == 1 else { return false }
    return magic == BtfHeader.magic || magic == BtfHeader.magic.byteSwapped
  }
}

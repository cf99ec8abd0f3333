// SPDX-License-Identifier: Apache-2.0

import CElf
import GuestImage

/// Checks of the sections with debugging information, before libdw unpacks them.
public enum DebugSections {
  /// Whether a file has DWARF types.
  public static func areThere(in file: ElfFile) -> Bool {
    file.sections.contains { $0.hasContents && units.contains($0.name) }
  }

  /// The sections that contain types.
  private static let units: Set = [
    ".debug_info", ".zdebug_info", ".debug_types", ".zdebug_types", ".debug_info.dwo",
    ".zdebug_info.dwo",
  ]

  /// Rejects two kinds of files that libdw does not read: an object with several sections of types,
  /// of which libdw would read only one, and a package of split DWARF.
  ///
  /// - Throws: `ImageError` with the first such section.
  public static func checkOnce(_ file: ElfFile, name: String) throws(ImageError) {
    var seen: Set<String> = []
    for section in file.sections where units.contains(section.name) {
      guard seen.insert(section.name).inserted else {
        throw ImageError(
          image: name, offset: section.offset,
          problem: "more than one section \(section.name) (-fdebug-types-section)",
          cure: "link it first, or compile it without that option")
      }
    }
    if let index = file.section(named: ".debug_cu_index") {
      throw ImageError(
        image: name, offset: index.offset,
        problem: "a package of split DWARF (.dwp), which libdw does not read",
        cure: "give the kernel with its .dwo files beside it")
    }
  }

  /// Rejects a file whose sections unpack to more than `limit` bytes in total, because libdw
  /// unpacks them as a whole.
  static func check(_ file: ElfFile, name: String, limit: Int) throws(ImageError) {
    var total: UInt64 = 0
    for section in file.sections where section.isDebugging {
      let (sum, overflow) = total.addingReportingOverflow(unpackedSize(of: section, in: file))
      guard !overflow, sum <= UInt64(limit) else {
        throw ImageError(
          image: name, offset: section.offset,
          problem: "\(section.name) unpacks beyond the limit of \(limit) bytes",
          cure: "raise the limit (--max-unpacked)")
      }
      total = sum
    }
  }

  /// The unpacked size, from Elf32_Chdr or Elf64_Chdr, or from GNU's header of older `.zdebug_`
  /// sections, "ZLIB" and 8 big-endian bytes. 0 for a section that is not packed.
  private static func unpackedSize(of section: ElfFile.Section, in file: ElfFile) -> UInt64 {
    guard let bytes = file.contents(of: section) else { return 0 }
    if section.flags & UInt64(SHF_COMPRESSED) != 0 {
      return file.width == .bits64
        ? bytes.integer(at: 8, as: UInt64.self) ?? 0
        : bytes.integer(at: 4, as: UInt32.self).map(UInt64.init) ?? 0
    }
    guard bytes.starts(with: Array("ZLIB".utf8)) else { return 0 }
    return bytes.integer(at: 4, as: UInt64.self, bigEndian: true) ?? 0
  }
}

// SPDX-License-Identifier: Apache-2.0

import CDeflate
import CElf
import CZstd

/// Decompresses the debugging sections of an ELF file for libdw. libelf cannot do that here: it
/// would write the unpacked sizes into the headers of a file that is mapped read-only, and the
/// version in Debian 12 does not support zstd.
extension ElfFile {
  /// Makes a copy in memory with unpacked debugging sections. Of the other sections it contains
  /// only those that describe them: symbols, relocations, notes and names. Section numbers do not
  /// change.
  ///
  /// - Parameters:
  ///   - name: the image's name, for errors.
  ///   - limit: the maximum unpacked size of all these sections, in bytes.
  /// - Returns: the copy; nil if no debugging section is compressed.
  /// - Throws: `ImageError` if a section is damaged or uses an unknown compression.
  public func decompressed(_ name: String, limit: Int) throws(ImageError) -> ElfFile? {
    guard sections.contains(where: { compression(of: $0) != nil }) else { return nil }
    return try ElfFile(DecompressedCopy(self, name, limit: limit).bytes, name: name)
  }

  /// The compression header of a debugging section; nil if the section is not compressed.
  fileprivate func compression(of section: Section) -> SectionCompression? {
    guard section.isDebugging, section.hasContents, let bytes = contents(of: section) else {
      return nil
    }
    return SectionCompression(section, bytes, width, isBigEndian: isBigEndian)
  }
}

extension ElfFile.Section {
  /// Whether it is a debugging section: `.debug_info`, `.zdebug_info`, `.debug_info.dwo`.
  public var isDebugging: Bool { name.hasPrefix(".debug_") || name.hasPrefix(".zdebug_") }
}

/// The header of a compressed section: Elf32_Chdr or Elf64_Chdr, or GNU's older format in
/// `.zdebug_` sections, "ZLIB" and a big-endian size of 8 bytes.
struct SectionCompression {
  /// ch_type: 1 is zlib, 2 is zstd.
  let method: UInt32
  /// ch_size: the unpacked size, in bytes.
  let size: UInt64
  /// ch_addralign.
  let alignment: UInt64
  /// The size of the header, in bytes.
  let headerSize: UInt64

  init?(
    _ section: ElfFile.Section, _ bytes: Bytes, _ width: ElfFile.Width, isBigEndian: Bool
  ) {
    func word(_ offset: UInt64) -> UInt64? {
      width == .bits64
        ? bytes.integer(at: offset, as: UInt64.self, bigEndian: isBigEndian)
        : bytes.integer(at: offset, as: UInt32.self, bigEndian: isBigEndian).map(UInt64.init)
    }
    if section.flags & UInt64(SHF_COMPRESSED) != 0 {
      let step: UInt64 = width == .bits64 ? 8 : 4
      guard let method: UInt32 = bytes.integer(at: 0, bigEndian: isBigEndian),
        let size = word(step), let alignment = word(2 * step)
      else { return nil }
      (self.method, self.size, self.alignment, headerSize) = (method, size, alignment, 3 * step)
      return
    }
    guard section.name.hasPrefix(".zdebug_"), bytes.starts(with: Array("ZLIB".utf8)),
      let size: UInt64 = bytes.integer(at: 4, bigEndian: true)
    else { return nil }
    (method, self.size, alignment, headerSize) = (1, size, section.alignment, 12)
  }

  /// Unpacks the section into `output`, which has exactly `size` bytes.
  ///
  /// - Returns: what is wrong; nil on success.
  func unpack(_ bytes: Bytes, into output: UnsafeMutableRawBufferPointer) -> String? {
    guard let stream = bytes.suffix(from: headerSize) else { return "its header is cut off" }
    return stream.withUnsafeBytes { packed in
      switch method {
      case 1:
        guard let decompressor = libdeflate_alloc_decompressor() else { return "out of memory" }
        defer { libdeflate_free_decompressor(decompressor) }
        let result = libdeflate_zlib_decompress(
          decompressor, packed.baseAddress, packed.count, output.baseAddress, output.count, nil)
        return result == LIBDEFLATE_SUCCESS ? nil : "its zlib stream is damaged, or of another size"
      case 2:
        let count = ZSTD_decompress(
          output.baseAddress, output.count, packed.baseAddress, packed.count)
        return ZSTD_isError(count) == 0 && count == output.count
          ? nil : "its zstd stream is damaged, or of another size"
      default: return "it is compressed by method \(method) (ch_type), which is unknown"
      }
    }
  }
}

/// Plans the layout of the copy, and fills it.
private struct DecompressedCopy {
  let bytes: Bytes

  init(_ elf: ElfFile, _ name: String, limit: Int) throws(ImageError) {
    let plan = try Plan(elf, name, limit: limit)
    guard let memory = MemoryRegion.reserve(max(plan.size, 1)) else {
      throw ImageError(
        image: name, problem: "no memory for \(plan.size) bytes of debugging information",
        cure: "lower --max-unpacked")
    }
    let region = MemoryRegion(adopting: memory, count: plan.size)
    elf.bytes.withUnsafeBytes { source in
      memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: source.prefix(plan.front)))
      plan.names.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: memory[plan.namePlace...]).copyMemory(from: $0)
      }
    }
    for part in plan.parts {
      let room = UnsafeMutableRawBufferPointer(
        rebasing: memory[part.place..<part.place + part.size])
      guard let compression = part.compression else {
        part.bytes.withUnsafeBytes { room.copyMemory(from: $0) }
        continue
      }
      if let problem = compression.unpack(part.bytes, into: room) {
        throw ImageError(
          image: name, offset: elf.sections[part.index].offset,
          problem: "\(elf.sections[part.index].name): \(problem)", cure: "give the whole file")
      }
    }
    plan.writeHeaders(to: memory, of: elf)
    bytes = Bytes(region)
  }

  /// The layout of the copy.
  private struct Plan {
    struct Part {
      let index: Int
      let bytes: Bytes
      let compression: SectionCompression?
      let size: Int
      let place: Int
    }

    private(set) var parts: [Part] = []
    /// The size of the ELF header and program headers, which stay at the start.
    let front: Int
    /// The section names, with changed names appended.
    let names: [UInt8]
    let namePlace: Int
    private let nameIndex: Int
    private let renamed: [Int: UInt32]
    private let table: Int
    let size: Int

    init(_ elf: ElfFile, _ name: String, limit: Int) throws(ImageError) {
      let header = elf.header
      let programs = header.segmentTable + UInt64(elf.segments.count * header.segmentHeaderSize)
      let least = elf.width == .bits64 ? 64 : 52
      // Program headers directly after the ELF header are kept; elsewhere they are dropped.
      front =
        programs <= 1 << 20 && programs <= UInt64(elf.bytes.count)
        ? max(least, Int(programs)) : least
      var next = front
      func place(_ count: Int) -> Int {
        next = (next + 15) & ~15
        defer { next += count }
        return next
      }
      var total: UInt64 = 0
      for section in elf.sections where Self.isKept(section) {
        guard let bytes = elf.contents(of: section) else { continue }
        let compression = elf.compression(of: section)
        let size = compression?.size ?? UInt64(bytes.count)
        let (sum, overflow) = total.addingReportingOverflow(size)
        guard !overflow, sum <= UInt64(limit) + UInt64(elf.bytes.count) else {
          throw ImageError(
            image: name, offset: section.offset,
            problem: "\(section.name) unpacks beyond the limit of \(limit) bytes",
            cure: "raise the limit (--max-unpacked)")
        }
        total = sum
        parts.append(
          Part(
            index: section.index, bytes: bytes, compression: compression, size: Int(size),
            place: place(Int(size))))
      }
      var names: [UInt8] = []
      var renamed: [Int: UInt32] = [:]
      nameIndex =
        header.sectionNameIndex == UInt16(SHN_XINDEX)
        ? Int(elf.sections.first?.link ?? 0) : Int(header.sectionNameIndex)
      if elf.sections.indices.contains(nameIndex),
        let known = elf.contents(of: elf.sections[nameIndex])
      {
        names = known.array
      }
      for part in parts where elf.sections[part.index].name.hasPrefix(".z") {
        renamed[part.index] = UInt32(names.count)
        names += Array(("." + elf.sections[part.index].name.dropFirst(2)).utf8) + [0]
      }
      self.names = names
      self.renamed = renamed
      namePlace = place(names.count)
      table = place(elf.sections.count * header.sectionHeaderSize)
      size = next
    }

    private static func isKept(_ section: ElfFile.Section) -> Bool {
      guard section.hasContents else { return false }
      return section.isDebugging || section.isNote || section.name == ".gnu_debugaltlink"
        || [SHT_SYMTAB, SHT_STRTAB, SHT_REL, SHT_RELA, SHT_GROUP, SHT_SYMTAB_SHNDX]
          .contains(Int32(bitPattern: section.type))
    }

    /// Writes the section headers, with new offsets, sizes, flags and names.
    func writeHeaders(to memory: UnsafeMutableRawBufferPointer, of elf: ElfFile) {
      let isWide = elf.width == .bits64
      let stride = elf.header.sectionHeaderSize
      let big = elf.isBigEndian
      func put(_ value: UInt64, _ place: Int, _ count: Int) {
        for index in 0..<count {
          let shift = UInt64(8 * (big ? count - 1 - index : index))
          memory[place + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
      }
      let word = isWide ? 8 : 4
      put(UInt64(table), isWide ? 40 : 32, word)
      let known = Dictionary(uniqueKeysWithValues: parts.map { ($0.index, $0) })
      for section in elf.sections {
        let place = table + section.index * stride
        let old = elf.header.sectionTable + UInt64(section.index * stride)
        if let header = elf.bytes.slice(at: old, count: UInt64(stride)) {
          header.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(rebasing: memory[place..<place + stride])
              .copyMemory(from: $0)
          }
        }
        // sh_name, sh_type, sh_flags, sh_addr, sh_offset, sh_size, sh_link, sh_info, sh_addralign
        let (offset, size, align) = (8 + 2 * word, 8 + 3 * word, 16 + 4 * word)
        if section.index == nameIndex {
          put(UInt64(namePlace), place + offset, word)
          put(UInt64(names.count), place + size, word)
        } else if let part = known[section.index] {
          put(UInt64(part.place), place + offset, word)
          put(UInt64(part.size), place + size, word)
          if let compression = part.compression {
            put(section.flags & ~UInt64(SHF_COMPRESSED), place + 8, word)
            put(compression.alignment, place + align, word)
          }
          if let name = renamed[section.index] { put(UInt64(name), place, 4) }
        } else if section.hasContents {
          put(UInt64(SHT_NOBITS), place + 4, 4)
          put(0, place + offset, word)
        }
      }
    }
  }
}

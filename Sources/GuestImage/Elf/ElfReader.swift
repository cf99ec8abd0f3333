// SPDX-License-Identifier: Apache-2.0

import CElf

/// An open libelf handle for bytes in memory, which is closed with the object.
struct ElfReader: ~Copyable {
  /// The maximum number of entries of a table. A kernel has some hundred sections at most, and each
  /// entry takes about 700 bytes of memory here and in libelf.
  static let mostTableEntries = 1 << 16

  private static let isReady = elf_version(UInt32(EV_CURRENT)) != UInt32(EV_NONE)

  private let elf: OpaquePointer
  private let bytes: Bytes
  private let name: String
  let header: ElfFile.Header

  init(_ bytes: Bytes, name: String) throws(ImageError) {
    guard Self.isReady else { throw ImageError.libelf(name) }
    guard ElfFile.hasMagic(bytes) else {
      throw ImageError(
        image: name, offset: 0, problem: "the content is not an ELF file",
        cure: "unpack it further, or check the vmlinux of that build")
    }
    // libelf only reads; the pointer is mutable because a handle can also be opened for writing.
    let handle = bytes.withUnsafeBytes {
      elf_memory(
        UnsafeMutableRawPointer(mutating: $0.baseAddress)?.assumingMemoryBound(to: CChar.self),
        $0.count)
    }
    guard let handle else { throw ImageError.libelf(name) }
    self.init(adopting: handle, bytes, name: name, try Self.header(of: handle, bytes, name))
  }

  private init(
    adopting elf: OpaquePointer, _ bytes: Bytes, name: String, _ header: ElfFile.Header
  ) {
    self.elf = elf
    self.bytes = bytes
    self.name = name
    self.header = header
  }

  deinit { elf_end(elf) }

  private static func header(
    of elf: OpaquePointer, _ bytes: Bytes, _ name: String
  ) throws(ImageError) -> ElfFile.Header {
    var raw = GElf_Ehdr()
    let width: ElfFile.Width? =
      switch gelf_getclass(elf) {
      case Int32(ELFCLASS32): .bits32
      case Int32(ELFCLASS64): .bits64
      default: nil
      }
    guard let width, gelf_getehdr(elf, &raw) != nil else {
      let error = ImageError.libelf(name)
      elf_end(elf)
      throw error
    }
    let isBigEndian = bytes[Int(EI_DATA)] == UInt8(ELFDATA2MSB)
    return ElfFile.Header(raw, width: width, isBigEndian: isBigEndian)
  }

  /// Reads the program headers, at the places where Xen's loaders look for them.
  ///
  /// - Throws: `ImageError` if any of them is out of bounds. If e_phentsize is wrong, only the first
  ///   one has to be in the file, because e_phentsize may be what puts the others outside.
  func segments() throws(ImageError) -> [ElfFile.Segment] {
    guard header.segmentTable != 0, header.segmentCount != 0 else { return [] }
    if header.programHeaders.hasWrongSize {
      let size = header.segmentHeaderSize
      try check(header.segmentTable, count: 1, size: size, of: "program headers")
      return StatedSegments(bytes: bytes, header: header).all
    }
    let stated = statedSegmentCount
    try check(
      header.segmentTable, count: stated, size: header.segmentHeaderSize, of: "program headers")
    var segments: [ElfFile.Segment] = []
    segments.reserveCapacity(Int(stated))
    for index in 0..<Int(stated) {
      var raw = GElf_Phdr()
      guard gelf_getphdr(elf, Int32(index), &raw) != nil else { throw ImageError.libelf(name) }
      segments.append(ElfFile.Segment(raw, index: index))
    }
    return segments
  }

  /// Reads the section headers.
  ///
  /// - Throws: `ImageError` if any of them is out of bounds.
  func sections() throws(ImageError) -> [ElfFile.Section] {
    guard header.sectionTable != 0 else { return [] }
    let stated = statedSectionCount
    try check(
      header.sectionTable, count: stated, size: header.sectionHeaderSize, of: "section headers")
    var raw: [GElf_Shdr] = []
    raw.reserveCapacity(Int(stated))
    for index in 0..<Int(stated) {
      var one = GElf_Shdr()
      guard gelf_getshdr(elf_getscn(elf, index), &one) != nil else {
        throw ImageError.libelf(name)
      }
      raw.append(one)
    }
    let names = nameTable(raw)
    return raw.enumerated().map { index, one in
      let name = names?.string(at: UInt64(one.sh_name), most: 255) ?? ""
      return ElfFile.Section(one, index: index, name: name)
    }
  }

  /// The number of program headers: e_phnum, or a field of the first section header if e_phnum
  /// cannot hold it. libelf cannot be asked, because it silently reduces the number to what fits in
  /// the file.
  private var statedSegmentCount: UInt64 {
    guard header.segmentCount == UInt16(PN_XNUM) else { return UInt64(header.segmentCount) }
    let field = header.firstSectionInfoOffset
    return firstSection(field, as: UInt32.self) ?? UInt64(header.segmentCount)
  }

  /// The number of section headers, in the same way from e_shnum.
  private var statedSectionCount: UInt64 {
    guard header.sectionCount == 0 else { return UInt64(header.sectionCount) }
    let field = header.firstSectionSizeOffset
    let count =
      header.width == .bits64
      ? firstSection(field, as: UInt64.self) : firstSection(field, as: UInt32.self)
    // The first header is missing. A count of 1 makes the bounds check report that.
    return count ?? 1
  }

  private func firstSection<T: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ field: Int, as type: T.Type
  ) -> UInt64? {
    bytes.suffix(from: header.sectionTable)?
      .integer(at: UInt64(field), as: type, bigEndian: header.isBigEndian)
      .map { UInt64($0) }
  }

  private func nameTable(_ raw: [GElf_Shdr]) -> Bytes? {
    var index = 0
    guard elf_getshdrstrndx(elf, &index) == 0, raw.indices.contains(index) else { return nil }
    return bytes.slice(at: raw[index].sh_offset, count: raw[index].sh_size)
  }

  private func check(
    _ offset: UInt64, count: UInt64, size: Int, of what: String
  ) throws(ImageError) {
    guard count <= UInt64(Self.mostTableEntries) else {
      throw ImageError(
        image: name, offset: offset,
        problem: "\(count) \(what), more than the \(Self.mostTableEntries) that are read",
        cure: "give a kernel image")
    }
    guard bytes.slice(at: offset, count: count * UInt64(size)) != nil else {
      throw ImageError(
        image: name, offset: offset, problem: "the \(what) lie outside the file",
        cure: "give the whole file")
    }
  }
}

extension ImageError {
  /// The last error of libelf in this thread.
  static func libelf(_ name: String) -> ImageError {
    let code = elf_errno()
    let message = code == 0 ? nil : elf_errmsg(code).map { String(cString: $0) }
    let words = message ?? "the file ends in it"
    return ImageError(
      image: name, offset: 0, problem: "libelf refuses the ELF header: \(words)",
      cure: "give the whole file, or a kernel image")
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import Glibc

/// Lets libelf write changed headers into a file of memory, and takes them from there, and nothing
/// else: libelf also fills the holes between sections, and cuts the file behind the last one.
struct ElfWriter {
  let name: String
  let headers: ElfHeaders

  /// - Parameters:
  ///   - file: the ELF with its new contents in place.
  ///   - elf: the same with the old ones.
  func write(_ file: [UInt8], like elf: ElfFile) throws(ImageError) -> [UInt8] {
    let descriptor = memfd_create("pvkit", UInt32(MFD_CLOEXEC))
    guard descriptor >= 0 else { throw system() }
    defer { close(descriptor) }
    guard Self.writeAll(file, to: descriptor) else { throw system() }
    try update(descriptor)
    var new = file
    for range in headerRanges(elf) {
      let isRead = new[range].withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(range.lowerBound)) == $0.count
      }
      guard isRead else { throw system() }
    }
    return new
  }

  private func update(_ descriptor: Int32) throws(ImageError) {
    guard let handle = elf_begin(descriptor, ELF_C_RDWR, nil) else { throw .libelf(name) }
    defer { elf_end(handle) }
    // Nothing is moved but by us.
    guard elf_flagelf(handle, ELF_C_SET, UInt32(ELF_F_LAYOUT)) & UInt32(ELF_F_LAYOUT) != 0,
      headers.apply(to: handle), elf_update(handle, ELF_C_WRITE) > 0
    else { throw .libelf(name) }
  }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = pwrite(file, bytes.baseAddress! + done, bytes.count - done, off_t(done))
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }

  private func headerRanges(_ elf: ElfFile) -> [Range<Int>] {
    let header = elf.header
    func table(_ offset: UInt64, _ count: Int, _ size: Int) -> Range<Int> {
      let start = Int(clamping: offset)
      return count == 0 ? 0..<0 : start..<start + count * size
    }
    let segments = elf.segments.count + (headers.newSegment == nil ? 0 : 1)
    let sections = elf.sections.count + (headers.newSection == nil ? 0 : 1)
    return [
      0..<header.byteCount,
      table(
        headers.segmentTable ?? header.segmentTable, segments, header.segmentHeaderSize),
      table(
        headers.sectionTable ?? header.sectionTable, sections, header.sectionHeaderSize),
    ]
  }

  private func system() -> ImageError {
    ImageError(image: name, problem: String(cString: strerror(errno)), cure: "free some memory")
  }
}

// SPDX-License-Identifier: Apache-2.0

import CZlib
import Glibc

/// Reads a file as zlib's gzread does: gzip is unpacked member by member; what follows the last
/// member is ignored; of a truncated file, everything up to the cut is returned; a file that is not
/// gzip is returned unchanged.
public enum GzipFile {
  /// The first bytes of a gzip file (RFC 1952).
  package static let magic: [UInt8] = [0x1f, 0x8b]

  /// The number of bytes per call.
  private static let step = 1 << 20

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: the file's bytes.
  ///   - most: the number of bytes to request in a single call; nil to request all, in calls of 1
  ///     MiB.
  ///   - limit: the maximum size of the output, in bytes.
  /// - Returns: the output; nil if the library reports that the file is damaged.
  /// - Throws: `UnpackError.outOfMemory`.
  public static func read(
    _ file: Bytes, most: Int? = nil, limit: Int
  ) throws(UnpackError) -> Bytes? {
    let pages = MemoryRegion.reserve(max(min(most ?? limit, limit), 1))
    guard let pages, let stream = open(file) else { throw .outOfMemory(limit: limit) }
    defer { gzclose(stream) }
    var count = 0
    while count < pages.count {
      let wanted = most == nil ? min(step, pages.count - count) : pages.count
      let read = gzread(stream, pages.baseAddress.map { $0 + count }, UInt32(clamping: wanted))
      if read < 0 {
        munmap(pages.baseAddress, pages.count)
        return nil
      }
      count += Int(read)
      if read == 0 || most != nil { break }
    }
    let filled = MemoryRegion.trim(pages, to: count)
    return Bytes(MemoryRegion(adopting: filled, count: count))
  }

  /// Opens the file in memory for the library.
  private static func open(_ file: Bytes) -> gzFile? {
    let descriptor = memfd_create("gzip", UInt32(MFD_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    let isWritten = file.withUnsafeBytes { bytes in
      var place = 0
      while place < bytes.count {
        let written = write(descriptor, bytes.baseAddress.map { $0 + place }, bytes.count - place)
        if written <= 0 { return false }
        place += written
      }
      return true
    }
    if isWritten, lseek(descriptor, 0, SEEK_SET) == 0, let stream = gzdopen(descriptor, "rb") {
      return stream
    }
    close(descriptor)
    return nil
  }
}

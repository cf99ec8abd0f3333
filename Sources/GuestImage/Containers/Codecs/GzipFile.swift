// SPDX-License-Identifier: Apache-2.0

import CZlib
import Glibc

/// Reading a file by zlib's gzread, which undoes gzip where there is any: member after member, without a
/// look at what follows the last, and as far as a file goes that is cut off.
public enum GzipFile {
  /// Bytes from one call to the next.
  private static let step = 1 << 20

  /// - Parameters:
  ///   - most: how many bytes are asked for, in one call; nil for all, in calls of 1 MiB.
  ///   - limit: the most bytes that may come out.
  /// - Returns: what came out, nil when the library says that the file is damaged.
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

  /// A file in memory, for the library to read.
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

// SPDX-License-Identifier: Apache-2.0

import Base
import CArchive
import Glibc

/// Reads tar, cpio and RPM archives from memory with libarchive, packed by any of its filters.
final class ArchiveReader {
  /// An error of libarchive, with its message.
  struct Failure: Error {
    let words: String
  }

  /// The header of an archive's member.
  struct Entry {
    /// The path, without a leading `./` or `/`.
    let path: String
    /// The size in bytes; 0 if it is unknown.
    let size: Int
    /// Whether it is a regular file, and not a hard link to another member.
    let isFile: Bool
    /// Whether it has other names in the archive. In a cpio archive, only the last of them has the
    /// content.
    let isLinked: Bool
  }

  private let archive: OpaquePointer

  /// - Parameter memory: the archive; must outlive the reader.
  init?(_ memory: UnsafeRawBufferPointer) {
    guard let archive = archive_read_new() else { return nil }
    self.archive = archive
    for support in Self.filters + Self.formats { _ = support(archive) }
    // Treat names as bytes, independently of the locale.
    archive_read_set_options(archive, "hdrcharset=BINARY")
    guard archive_read_open_memory(archive, memory.baseAddress, memory.count) == ARCHIVE_OK else {
      // The first call of `next()` reports the error.
      return
    }
  }

  deinit { archive_read_free(archive) }

  private typealias Support = @convention(c) (OpaquePointer?) -> Int32

  /// AE_IFREG.
  private static let regularFile: UInt32 = 0o100000

  private static let filters: [Support] = [
    archive_read_support_filter_gzip, archive_read_support_filter_bzip2,
    archive_read_support_filter_xz, archive_read_support_filter_lzma,
    archive_read_support_filter_lz4, archive_read_support_filter_zstd,
    archive_read_support_filter_rpm,
  ]
  private static let formats: [Support] = [
    archive_read_support_format_tar, archive_read_support_format_cpio,
  ]

  /// Reads the header of the next member; nil at the end.
  func next() throws(Failure) -> Entry? {
    var entry: OpaquePointer?
    switch archive_read_next_header(archive, &entry) {
    case ARCHIVE_OK, ARCHIVE_WARN: break
    case ARCHIVE_EOF: return nil
    default: throw failure
    }
    let name = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)
    let path = name.map { FileName.text($0) } ?? "a member without a name"
    let isFile =
      archive_entry_filetype(entry) == Self.regularFile && archive_entry_hardlink(entry) == nil
    return Entry(
      path: Self.relative(path), size: Int(clamping: archive_entry_size(entry)), isFile: isFile,
      isLinked: archive_entry_nlink(entry) > 1)
  }

  /// The path of a member without `./` or a slash at its start: archives of the same files differ in
  /// that.
  static func relative(_ path: String) -> String {
    var rest = path[...]
    while true {
      if rest.hasPrefix("./") {
        rest = rest.dropFirst(2)
      } else if rest.hasPrefix("/") {
        rest = rest.dropFirst()
      } else {
        return String(rest)
      }
    }
  }

  /// The next bytes of the member, valid until the next call; nil at its end.
  func block() throws(Failure) -> (bytes: UnsafeRawBufferPointer, offset: Int)? {
    var start: UnsafeRawPointer?
    var count = 0
    var offset: Int64 = 0
    switch archive_read_data_block(archive, &start, &count, &offset) {
    case ARCHIVE_OK, ARCHIVE_WARN: break
    case ARCHIVE_EOF: return nil
    default: throw failure
    }
    return (UnsafeRawBufferPointer(start: start, count: count), Int(clamping: offset))
  }

  /// The number of unpacked bytes of the archive read so far.
  var position: Int { Int(clamping: archive_filter_bytes(archive, 0)) }

  /// Whether it is a cpio archive that is not packed: another archive can follow it in the file.
  var isPlainCpio: Bool {
    archive_filter_count(archive) == 1
      && archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_CPIO
  }

  private var failure: Failure {
    // libarchive gives no message if a cpio archive ends within a member.
    Failure(
      words: archive_error_string(archive).map { String(cString: $0) }
        ?? "it ends too early, as one that was cut off")
  }
}

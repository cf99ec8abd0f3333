// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// A file that can be handed to QEMU: readable, and neither folder nor device nor FIFO.
enum RegularFile {
  static func check(_ path: String) throws(LabError) {
    close(try open(path, wanted: "a kernel image or an initramfs").file)
  }

  /// Opens it for reading. The descriptor is the caller's to close.
  ///
  /// - Parameter wanted: what it should be, for the error.
  static func open(
    _ path: String, wanted: String
  ) throws(LabError) -> (file: Int32, status: stat) {
    // A FIFO without a writer must not stop us.
    let file = FileName.with(path) { Glibc.open($0, O_RDONLY | O_NONBLOCK | O_CLOEXEC) }
    guard file >= 0 else { throw .unreadable(path, String(cString: strerror(errno))) }
    var status = stat()
    let isRegular = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    guard isRegular, status.st_size > 0 else {
      close(file)
      throw .unreadable(path, isRegular ? "is empty" : "is not a regular file; give \(wanted)")
    }
    return (file, status)
  }

  /// Its bytes; QEMU's memory bounds what makes sense.
  static func contents(_ path: String) throws(LabError) -> [UInt8] {
    try check(path)
    guard let stream = FileName.with(path, { fopen($0, "re") }) else { throw .last(path) }
    defer { fclose(stream) }
    var status = stat()
    guard fstat(fileno(stream), &status) == 0, status.st_size <= 1 << 30 else {
      throw .unreadable(path, "larger than 1 GiB")
    }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, stream)
    }
    guard bytes.count == size else { throw .unreadable(path, "cut off while it was read") }
    return bytes
  }
}

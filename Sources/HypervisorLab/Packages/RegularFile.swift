// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Checks that a file can be given to QEMU: it is readable and a regular file.
enum RegularFile {
  static func check(_ path: String) throws(LabError) {
    close(try open(path, wanted: "a kernel image or an initramfs").file)
  }

  /// Opens the file for reading. The caller must close the descriptor.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - wanted: what the file should be, for the error message.
  static func open(
    _ path: String, wanted: String
  ) throws(LabError) -> (file: Int32, status: stat) {
    // O_NONBLOCK, because a FIFO without a writer would block.
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

  /// The contents of a file of up to 1 GiB.
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

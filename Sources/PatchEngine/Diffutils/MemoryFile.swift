// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file without a name in memory, released with the object.
final class MemoryFile {
  let descriptor: Int32

  init(_ bytes: [UInt8]) throws(PatchError) {
    descriptor = memfd_create("pvkit", UInt32(MFD_CLOEXEC))
    guard descriptor >= 0 else { throw Self.failure }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Self.failure }
      rest = rest.dropFirst(count)
    }
  }

  /// The error for the last failed system call. The limit on the size of files (ulimit -f) applies
  /// to files in memory too.
  private static var failure: PatchError {
    let cure = errno == EFBIG ? "raise the limit on the size of files (ulimit -f)" : "free memory"
    return PatchError(
      "a temporary file in memory", "cannot be written: \(String(cString: strerror(errno)))",
      cure: cure)
  }

  deinit { close(descriptor) }

  func contents() throws(PatchError) -> [UInt8] {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: size)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, size, 0) }
    guard count == size else { throw Self.failure }
    return bytes
  }
}

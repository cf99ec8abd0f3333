// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// A file without a name in memory, released with the object.
final class MemoryFile {
  let descriptor: Int32

  init(_ bytes: [UInt8]) throws(PatchError) {
    descriptor = memfd_create("pvkit", UInt32(MFD_CLOEXEC))
    guard descriptor >= 0 else { throw Self.failure(Errno(rawValue: errno)) }
    try use { _ = try $0.writeAll(bytes) }
  }

  /// The limit on the size of files (ulimit -f) applies to files in memory too.
  private static func failure(_ error: Errno) -> PatchError {
    let cure =
      error == .fileTooLarge ? "raise the limit on the size of files (ulimit -f)" : "free memory"
    return PatchError(
      "a temporary file in memory", "cannot be used: \(error.description)", cure: cure)
  }

  private func use<R>(_ calls: (FileDescriptor) throws -> R) throws(PatchError) -> R {
    do {
      return try calls(FileDescriptor(rawValue: descriptor))
    } catch { throw Self.failure(error as? Errno ?? .ioError) }
  }

  deinit { close(descriptor) }

  func contents() throws(PatchError) -> [UInt8] {
    try use { file in
      var bytes = [UInt8](repeating: 0, count: Int(try file.seek(offset: 0, from: .end)))
      let count = try bytes.withUnsafeMutableBytes {
        try file.read(fromAbsoluteOffset: 0, into: $0)
      }
      guard count == bytes.count else { throw Errno.ioError }
      return bytes
    }
  }
}

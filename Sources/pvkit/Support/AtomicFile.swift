// SPDX-License-Identifier: Apache-2.0

import Glibc
import GuestImage

/// A file that is either as before or as asked, never between.
enum AtomicFile {
  struct WriteError: Error, CustomStringConvertible {
    let path: String
    let code: Int32
    var description: String { "\(path): cannot write: \(String(cString: strerror(code)))" }
  }

  /// Writes beside `path` and renames over it.
  static func write(_ bytes: Bytes, to path: String) throws(WriteError) {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw WriteError(path: path, code: errno) }
    let failure = fill(descriptor, with: bytes) ?? rename(&template, to: path)
    if let failure {
      unlink(template)
      throw WriteError(path: path, code: failure)
    }
  }

  /// The errno of what failed, or nil; closes the descriptor.
  private static func fill(_ descriptor: Int32, with bytes: Bytes) -> Int32? {
    let mask = umask(0)
    umask(mask)
    let written = bytes.withUnsafeBytes { buffer in
      var rest = buffer
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
    let kept = written && fchmod(descriptor, 0o666 & ~mask) == 0
    let failure = kept ? nil : errno
    return close(descriptor) == 0 ? failure : failure ?? errno
  }

  private static func rename(_ template: inout [CChar], to path: String) -> Int32? {
    Glibc.rename(template, path) == 0 ? nil : errno
  }
}

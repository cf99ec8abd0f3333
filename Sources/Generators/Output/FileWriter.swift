// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Writes one file all at once: what stood there before is replaced or stays. A device or a pipe
/// is written into.
public enum FileWriter {
  /// Throws with the reason and the file's name; the file is then as it was.
  public static func write(_ text: String, to path: String) throws(WriteError) {
    try Array(text.utf8).withUnsafeBufferPointer { buffer throws(WriteError) in
      try write(UnsafeRawBufferPointer(buffer), to: path)
    }
  }

  /// The like for bytes, which are not copied.
  public static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(WriteError) {
    guard !Disk.isSpecial(path) else { return try Disk.pass(bytes, to: path) }
    let fresh = "\(path).pvkit-\(getpid())"
    defer { unlink(fresh) }
    do {
      try Disk.write(bytes, to: fresh)
    } catch {
      throw WriteError(path, error.problem)
    }
    try Disk.rename(fresh, to: path)
  }
}

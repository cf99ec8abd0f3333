// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that can be handed to QEMU: readable, and neither folder nor device nor FIFO.
enum RegularFile {
  static func check(_ path: String) throws(LabError) {
    // A FIFO without a writer must not stop us.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(path, String(cString: strerror(errno))) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path, "no regular file")
    }
    guard status.st_size > 0 else { throw .unreadable(path, "empty file") }
  }
}

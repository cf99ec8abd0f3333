// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A pipe from a child process, or a socket pair that can also be written to. Both ends close with
/// the object.
package final class Pipe {
  package let reading: Int32
  package private(set) var writing: Int32

  package init(bothWays: Bool = false) throws(LabError) {
    var ends: [Int32] = [0, 0]
    let stream = Int32(SOCK_STREAM.rawValue)
    guard (bothWays ? socketpair(AF_UNIX, stream, 0, &ends) : pipe(&ends)) == 0 else {
      throw .last(bothWays ? "socketpair" : "pipe")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reading, writing) = (ends[0], ends[1])
  }

  deinit {
    close(reading)
    closeWriting()
  }

  /// Closes the writing end after the child has its copy, so that the end of file means that the
  /// child has ended.
  package func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  /// Reads pending data, at most 64 KiB; empty at the end of file.
  package func read() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      count = max(0, Glibc.read(reading, buffer.baseAddress, buffer.count))
    }
  }

  /// Writes to the child through a socket pair. That the child has ended is noticed when reading.
  package func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(reading, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A TCP port of the host's 127.0.0.1 that is forwarded to a port of the guest's first card.
public struct PortForward: Sendable, Equatable {
  /// The port of the host; 0 for any free port.
  public var host: UInt16
  /// The port of the guest.
  public var guest: UInt16

  public init(host: UInt16, guest: UInt16) {
    self.host = host
    self.guest = guest
  }

  /// The same with a port that is currently free.
  ///
  /// - Throws: `LabError` if the port is taken or may not be used.
  func bound() throws(LabError) -> PortForward {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw .last("socket") }
    defer { close(listener) }
    var reuse: Int32 = 1
    // As QEMU does, so that a recently closed connection does not block the port.
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = host.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failure = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
        bind(listener, address, size) == 0 && listen(listener, 1) == 0
          && getsockname(listener, address, &size) == 0 ? 0 : errno
      }
    }
    guard failure == 0 else {
      throw .unreadable("127.0.0.1:\(host)", String(cString: strerror(failure)))
    }
    return PortForward(host: address.sin_port.bigEndian, guest: guest)
  }
}

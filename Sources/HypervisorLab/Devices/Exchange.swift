// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Bytes for a guest's TCP server, by a port of 127.0.0.1 that leads to it, and what it answers.
public struct Exchange: Sendable {
  /// When our side of the connection ends.
  public enum End: Sendable {
    /// The guest answers when it has all.
    case whenSent
    /// The guest answers all the while; when it sees the end, its answer has arrived.
    case whenAnswered
  }

  /// The host's.
  public var port: UInt16
  public var bytes: [UInt8]
  /// How many bytes the answer has.
  public var answer: Int
  public var end: End

  public init(port: UInt16, bytes: [UInt8], answer: Int, end: End) {
    (self.port, self.bytes, self.answer, self.end) = (port, bytes, answer, end)
  }

  /// Sends all, and reads the answer. Before the guest listens, QEMU takes a connection and ends it
  /// at once: then it is tried again.
  ///
  /// - Returns: the answer; less of it when the connection ended, or nothing came for a minute; none
  ///   after ten minutes without a server.
  public func run() -> [UInt8] {
    for _ in 0..<1200 {
      let answer = attempt()
      if !answer.isEmpty { return answer }
      usleep(500_000)
    }
    return []
  }

  private func attempt() -> [UInt8] {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(connection) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let isConnected = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    return isConnected ? exchange(connection) : []
  }

  /// Both directions at once, as neither side need wait for the other.
  private func exchange(_ connection: Int32) -> [UInt8] {
    var rest = bytes[...]
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while received.count < answer {
      let wanted = Int16(POLLIN) | (rest.isEmpty ? 0 : Int16(POLLOUT))
      var state = pollfd(fd: connection, events: wanted, revents: 0)
      guard poll(&state, 1, 60_000) > 0 else { return received }
      if state.revents & Int16(POLLOUT) != 0 {
        let sent = rest.prefix(buffer.count).withUnsafeBytes {
          send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        guard sent > 0 else { return received }
        rest = rest.dropFirst(sent)
        if rest.isEmpty, end == .whenSent { shutdown(connection, Int32(SHUT_WR)) }
      }
      guard state.revents & ~Int16(POLLOUT) != 0 else { continue }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return received }
      received += buffer[..<count]
    }
    return received
  }
}

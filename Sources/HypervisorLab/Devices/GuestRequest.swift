// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Sends bytes to a TCP server in the guest through a forwarded port of 127.0.0.1, and reads its
/// answer.
public struct GuestRequest: Sendable {
  /// When to close the sending side of the connection.
  public enum End: Sendable {
    /// After the last byte, because the guest answers when it has all.
    case whenSent
    /// After the answer, because the guest answers while it reads.
    case whenAnswered
  }

  /// The port of the host.
  public var port: UInt16
  /// The bytes to send.
  public var bytes: [UInt8]
  /// The length of the answer in bytes.
  public var answer: Int
  /// When to close the sending side.
  public var end: End

  public init(port: UInt16, bytes: [UInt8], answer: Int, end: End) {
    (self.port, self.bytes, self.answer, self.end) = (port, bytes, answer, end)
  }

  /// Sends all bytes and reads the answer. Until the guest listens, QEMU accepts connections and
  /// closes them at once, so the attempt is repeated.
  ///
  /// - Returns: the answer; a part of it if the connection ended or nothing arrived for a minute;
  ///   nothing after ten minutes without a server.
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

  /// Sends and receives at the same time, because neither side need wait for the other.
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

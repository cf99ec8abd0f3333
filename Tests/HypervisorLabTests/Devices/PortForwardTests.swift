// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import HypervisorLab

struct PortForwardTests {
  @Test func `0 is a port that is free`() throws {
    let bound = try PortForward(host: 0, guest: 80).bound()
    #expect(bound.host > 0)
    #expect(bound.guest == 80)
    #expect(try bound.bound() == bound)
  }

  @Test func `a port that somebody listens to is refused`() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    // The system binds it to a port of its choice.
    #expect(listen(listener, 1) == 0)
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    #expect(result == 0)
    let port = address.sin_port.bigEndian
    #expect(throws: LabError.unreadable("127.0.0.1:\(port)", "Address already in use")) {
      try PortForward(host: port, guest: 1).bound()
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The console: Xen's own for the initial domain, a ring that a daemon serves for others
/// (xen/drivers/char/console.c@4.17).
extension Hypervisor {
  func consoleIo(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard domain.isPrivileged else { throw .notPermitted }
    switch call.narrow(0) {
    case interface.number("CONSOLEIO_write"):
      let count = Int(call.narrow(1))
      guard count <= 1 << 20 else { throw .invalid }
      show(try space.read(count, at: call[2]))
    // There is no input.
    case interface.number("CONSOLEIO_read"): return 0
    default: throw .notImplemented
    }
    return 0
  }

  func notify(_ backend: EventChannels.Backend) {
    switch backend {
    case .console:
      flushConsole()
    case .store:
      storePlace = caller()
      answerStore()
    case .device(let id): devices[id].notified(at: caller())
    }
  }

  /// Answers the requests in the store's ring, and notifies the guest.
  func answerStore() {
    if connection?.serve() ?? false, let port = backendPort(.store) { events.raise(port) }
  }

  func backendPort(_ backend: EventChannels.Backend) -> UInt32? {
    events.states.firstIndex(of: .backend(backend)).map(UInt32.init)
  }

  /// Shows what the guest has written to the console ring.
  func flushConsole() {
    guard let text = ring?.take() ?? control?.take(), !text.isEmpty else { return }
    show(text)
    if let port = backendPort(.console) { events.raise(port) }
  }

  private func show(_ bytes: [UInt8]) {
    let text = console.text(of: bytes)
    if !text.isEmpty { onConsole(text) }
  }
}

/// Decodes console output as UTF-8. A character may be split between two pieces.
struct ConsoleText {
  private var rest: [UInt8] = []

  mutating func text(of bytes: [UInt8]) -> String {
    let all = rest + bytes.filter { $0 != 0 && $0 != 13 }
    // Keep an incomplete last character for the next piece.
    let tail = all.reversed().prefix { $0 & 0xc0 == 0x80 }.count
    let lead = all.count - tail - 1
    let needed = lead >= 0 ? Self.length(all[lead]) : 1
    let cut = needed > tail + 1 ? lead : all.count
    rest = Array(all[cut...])
    return String(decoding: all[..<cut], as: UTF8.self)
  }

  private static func length(_ lead: UInt8) -> Int {
    switch lead {
    case 0xc0...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xf7: 4
    default: 1
    }
  }
}

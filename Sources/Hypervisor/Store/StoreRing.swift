// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI

/// A message to or from the store (xsd_sockmsg, public/io/xs_wire.h).
struct StoreMessage: Equatable {
  var type, request, transaction: UInt32
  var body: [UInt8]
}

/// The store's side of the page through which a domain uses it: a byte stream in each direction. A
/// message may be longer than the ring (xenstore_domain_interface, public/io/xs_wire.h).
final class StoreRing {
  private let page: UnsafeMutableRawPointer
  private let places: StructurePlaces
  private let size: UInt32
  /// The most bytes of a message after its header.
  let mostBytes: Int
  private let headerSize: Int
  private var input: [UInt8] = []
  private var output: [UInt8] = []
  /// Set when a guest exceeds the limits of the protocol; nothing more is read from it then.
  private(set) var isBroken = false

  /// The most bytes of pending output. Beyond it nothing is read until the guest takes some.
  private static let mostOutput = 1 << 18

  init(_ page: UnsafeMutableRawPointer, _ interface: Interface) {
    self.page = page
    places = interface.knownStructure("xenstore_domain_interface")
    size = UInt32(interface.number("XENSTORE_RING_SIZE"))
    headerSize = interface.knownStructure("xsd_sockmsg").size
    mostBytes = Int(interface.number("XENSTORE_PAYLOAD_MAX"))
  }

  private func index(_ name: String) -> UInt32 {
    page.load(fromByteOffset: places.offset(name), as: UInt32.self)
  }

  private func setIndex(_ name: String, _ value: UInt32) {
    page.storeBytes(of: value, toByteOffset: places.offset(name), as: UInt32.self)
  }

  /// Reads what the guest has written, and writes pending output as far as there is room.
  ///
  /// - Returns: whether anything moved, so that the guest must be notified.
  func exchange() -> Bool {
    let taken = take()
    let put = put()
    return taken || put
  }

  private func take() -> Bool {
    let (consumer, producer) = (index("req_cons"), index("req_prod"))
    let count = producer &- consumer
    guard count > 0, !isBroken, output.count < Self.mostOutput else { return false }
    guard count <= size else {
      isBroken = true
      return false
    }
    let start = places.offset("req")
    for offset in 0..<count {
      let place = start + Int((consumer &+ offset) % size)
      input.append(page.load(fromByteOffset: place, as: UInt8.self))
    }
    setIndex("req_cons", producer)
    return true
  }

  private func put() -> Bool {
    let (consumer, producer) = (index("rsp_cons"), index("rsp_prod"))
    let used = producer &- consumer
    guard used <= size, !output.isEmpty else { return false }
    let count = min(Int(size - used), output.count)
    let start = places.offset("rsp")
    for offset in 0..<count {
      let place = start + Int((producer &+ UInt32(offset)) % size)
      page.storeBytes(of: output[offset], toByteOffset: place, as: UInt8.self)
    }
    output.removeFirst(count)
    setIndex("rsp_prod", producer &+ UInt32(count))
    return count > 0
  }

  /// The next complete message.
  func next() -> StoreMessage? {
    guard input.count >= headerSize, !isBroken else { return nil }
    // The words of the header are type, request, transaction and length.
    let length = Int(word(3))
    guard length <= mostBytes else {
      isBroken = true
      return nil
    }
    guard input.count >= headerSize + length else { return nil }
    let message = StoreMessage(
      type: word(0), request: word(1), transaction: word(2),
      body: Array(input[headerSize..<headerSize + length]))
    input.removeFirst(headerSize + length)
    return message
  }

  private func word(_ number: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(input[number * 4 + $1]) << UInt32(8 * $1) }
  }

  /// Queues a message; it is written at the next exchange with enough room.
  func send(_ message: StoreMessage) {
    let words = [
      message.type, message.request, message.transaction, UInt32(message.body.count),
    ]
    for word in words {
      output += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    output += message.body
  }
}

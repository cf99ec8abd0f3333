// SPDX-License-Identifier: Apache-2.0

/// The console daemon's side of a domU's console: a page with a ring in each direction
/// (public/io/console.h).
final class ConsoleRing {
  private let page: UnsafeMutableRawPointer
  private let out: Int, size: UInt32, consumer: Int, producer: Int

  init(_ page: UnsafeMutableRawPointer, _ interface: Interface) {
    self.page = page
    let places = interface.knownStructure("xencons_interface")
    out = places.offset("out")
    size = UInt32(places["out"]?.size ?? 1)
    consumer = places.offset("out_cons")
    producer = places.offset("out_prod")
  }

  /// Takes what the guest has written since the last call.
  func take() -> [UInt8] {
    let end = page.load(fromByteOffset: producer, as: UInt32.self)
    var next = page.load(fromByteOffset: consumer, as: UInt32.self)
    // A producer ahead by more than the ring's size means that older text was overwritten.
    if end &- next > size { next = end &- size }
    var text: [UInt8] = []
    while next != end {
      text.append(page.load(fromByteOffset: out + Int(next % size), as: UInt8.self))
      next &+= 1
    }
    page.storeBytes(of: next, toByteOffset: consumer, as: UInt32.self)
    return text
  }
}

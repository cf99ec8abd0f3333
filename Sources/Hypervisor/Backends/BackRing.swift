// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The back end's side of a ring of requests and responses in a page that the front end shares
/// (public/io/ring.h).
struct BackRing {
  private let page: UnsafeMutableRawPointer
  private let slots: Int
  private let slotSize: Int
  /// The number of slots.
  let count: UInt32
  private let requestProducer, requestEvent, responseProducer, responseEvent: Int
  private var consumed: UInt32 = 0
  private var produced: UInt32 = 0

  /// - Parameters:
  ///   - page: the shared page.
  ///   - ring: the name of the ring structure, such as `blkif_sring`.
  ///   - entries: the names of the request and response structures that share a slot.
  ///   - interface: of the release.
  init(_ page: UnsafeMutableRawPointer, _ ring: String, _ entries: [String], _ interface: Interface)
  {
    self.page = page
    let places = interface.knownStructure(ring)
    slots = places.offset("ring")
    slotSize = entries.map { interface.knownStructure($0).size }.max() ?? 1
    let most = UInt32((MachineMemory.pageSize - slots) / slotSize)
    // The greatest power of two that fits, as __RING_SIZE in public/io/ring.h.
    count = 1 << (31 - UInt32(most.leadingZeroBitCount))
    (requestProducer, requestEvent) = (places.offset("req_prod"), places.offset("req_event"))
    (responseProducer, responseEvent) = (places.offset("rsp_prod"), places.offset("rsp_event"))
    // A back end that served the ring before may have left responses there.
    produced = load(responseProducer)
    consumed = produced
  }

  private func load(_ offset: Int) -> UInt32 { page.load(fromByteOffset: offset, as: UInt32.self) }

  private func slot(_ index: UInt32) -> UnsafeMutableRawPointer {
    page + slots + Int(index % count) * slotSize
  }

  /// The number of requests that wait; nil if the front end claims more than there are slots.
  var waiting: UInt32? {
    let waiting = load(requestProducer) &- consumed
    return waiting <= count ? waiting : nil
  }

  /// A copy of the request `distance` places after the next one; nil if there is none.
  func peek(_ distance: UInt32 = 0) -> [UInt8]? {
    guard let waiting, distance < waiting else { return nil }
    return Array(UnsafeRawBufferPointer(start: slot(consumed &+ distance), count: slotSize))
  }

  mutating func skip(_ requests: UInt32 = 1) { consumed &+= requests }

  /// Asks the front end to notify the back end of the next request.
  ///
  /// - Returns: whether a request has arrived meanwhile.
  mutating func rest() -> Bool {
    page.storeBytes(of: consumed &+ 1, toByteOffset: requestEvent, as: UInt32.self)
    return waiting.map { $0 > 0 } ?? false
  }

  mutating func respond(_ bytes: [UInt8]) {
    slot(produced).copyMemory(from: bytes, byteCount: min(bytes.count, slotSize))
    produced &+= 1
  }

  /// Makes the responses visible to the front end.
  ///
  /// - Returns: whether the front end asked for a notification.
  mutating func publish() -> Bool {
    let old = load(responseProducer)
    guard produced != old else { return false }
    page.storeBytes(of: produced, toByteOffset: responseProducer, as: UInt32.self)
    return produced &- load(responseEvent) < produced &- old
  }
}

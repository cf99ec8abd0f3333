// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The serving end of a ring of requests and responses in a page that the front end shares
/// (public/io/ring.h).
struct BackRing {
  private let page: UnsafeMutableRawPointer
  private let slots: Int
  private let slotSize: Int
  /// How many slots there are.
  let count: UInt32
  private let requestProducer, requestEvent, responseProducer, responseEvent: Int
  private var consumed: UInt32 = 0
  private var produced: UInt32 = 0

  /// - Parameters:
  ///   - ring: the structure's name: `blkif_sring`.
  ///   - entries: the names of what a slot may hold.
  init(_ page: UnsafeMutableRawPointer, _ ring: String, _ entries: [String], _ interface: Interface)
  {
    self.page = page
    let places = interface.knownStructure(ring)
    slots = places.offset("ring")
    slotSize = entries.map { interface.knownStructure($0).size }.max() ?? 1
    let most = UInt32((MachineMemory.pageSize - slots) / slotSize)
    count = 1 << (31 - UInt32(most.leadingZeroBitCount))
    (requestProducer, requestEvent) = (places.offset("req_prod"), places.offset("req_event"))
    (responseProducer, responseEvent) = (places.offset("rsp_prod"), places.offset("rsp_event"))
    // Whoever served it before may have left something there.
    produced = load(responseProducer)
    consumed = produced
  }

  private func load(_ offset: Int) -> UInt32 { page.load(fromByteOffset: offset, as: UInt32.self) }

  private func slot(_ index: UInt32) -> UnsafeMutableRawPointer {
    page + slots + Int(index % count) * slotSize
  }

  /// How many requests wait; nil where the front end says that there are more than slots.
  var waiting: UInt32? {
    let waiting = load(requestProducer) &- consumed
    return waiting <= count ? waiting : nil
  }

  /// A copy of the request that many places behind the next; nil where there is none.
  func peek(_ distance: UInt32 = 0) -> [UInt8]? {
    guard let waiting, distance < waiting else { return nil }
    return Array(UnsafeRawBufferPointer(start: slot(consumed &+ distance), count: slotSize))
  }

  mutating func skip(_ requests: UInt32 = 1) { consumed &+= requests }

  /// Nothing is waiting: the front end shall tell of its next request.
  ///
  /// - Returns: whether one came meanwhile.
  mutating func rest() -> Bool {
    page.storeBytes(of: consumed &+ 1, toByteOffset: requestEvent, as: UInt32.self)
    return waiting.map { $0 > 0 } ?? false
  }

  mutating func respond(_ bytes: [UInt8]) {
    slot(produced).copyMemory(from: bytes, byteCount: min(bytes.count, slotSize))
    produced &+= 1
  }

  /// Shows the front end its responses.
  ///
  /// - Returns: whether the front end asked for a notification.
  mutating func publish() -> Bool {
    let old = load(responseProducer)
    guard produced != old else { return false }
    page.storeBytes(of: produced, toByteOffset: responseProducer, as: UInt32.self)
    return produced &- load(responseEvent) < produced &- old
  }
}

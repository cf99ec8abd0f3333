// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

/// The queues by which a guest gets its events in order, by priority (xen/common/event_fifo.c@4.17).
///
/// A port has a word in an array of the guest's, with its bits and the next port of its queue. Each
/// vCPU has a control block with the first port of each queue, and a bit for each queue that has
/// become ready.
final class EventQueues {
  /// A queue of a vCPU.
  private struct Queue: Equatable {
    var vcpu: Int
    var priority: Int
  }

  private let pending, masked, linked, busy, links: UInt32
  private let readyOffset, headOffset, blockSize: Int
  private let usual: Int
  /// The lowest priority, which is the highest number.
  private let lowest: Int
  private let bits: UInt64
  /// The control block of each vCPU; nil if the guest has not set it.
  private var blocks: [UnsafeMutableRawPointer?]
  /// The pages of the array.
  private var pages: [UnsafeMutableRawPointer] = []
  /// The last port of each queue, by vCPU and priority; 0 for none.
  private var tails: [[UInt32]]
  /// By port: its priority, and the queue on which it was last.
  private var priorities: [UInt32: Int] = [:]
  private var last: [UInt32: Queue] = [:]
  /// Ports that became pending before they had a word.
  private var early: Set<UInt32> = []

  private static let wordsPerPage = MachineMemory.pageSize / 4

  /// The result of an event.
  struct Effect {
    /// Whether the vCPU must look at its queues.
    var isReady = false
    /// Whether the port was not pending before.
    var isNew = false
  }

  /// Nil if the release has no queues.
  init?(_ interface: Interface, vcpus: Int) {
    guard let places = interface.structure("evtchn_fifo_control_block") else { return nil }
    func bit(_ name: String) -> UInt32 { 1 << UInt32(interface.number("EVTCHN_FIFO_" + name)) }
    (pending, masked) = (bit("PENDING"), bit("MASKED"))
    (linked, busy) = (bit("LINKED"), bit("BUSY"))
    links = UInt32(interface.number("EVTCHN_FIFO_LINK_MASK"))
    bits = interface.number("EVTCHN_FIFO_LINK_BITS")
    usual = Int(interface.number("EVTCHN_FIFO_PRIORITY_DEFAULT"))
    lowest = Int(interface.number("EVTCHN_FIFO_PRIORITY_MIN"))
    readyOffset = places.offset("ready")
    headOffset = places.offset("head")
    blockSize = places.size
    blocks = Array(repeating: nil, count: vcpus)
    tails = Array(repeating: Array(repeating: 0, count: lowest + 1), count: vcpus)
  }

  /// The number of bits of a port's number in a word.
  var linkBits: UInt64 { bits }

  /// Whether a control block may begin there in a page.
  func isPlace(_ offset: UInt64) -> Bool {
    offset <= UInt64(MachineMemory.pageSize - blockSize) && offset & 7 == 0
  }

  func hasBlock(_ vcpu: Int) -> Bool { blocks[vcpu] != nil }

  func setBlock(_ block: UnsafeMutableRawPointer, of vcpu: Int) { blocks[vcpu] = block }

  /// Adds a page to the array.
  ///
  /// - Returns: the ports of the page that are pending already.
  func add(_ page: UnsafeMutableRawPointer) -> [UInt32] {
    let first = UInt32(pages.count * Self.wordsPerPage)
    pages.append(page)
    let now = early.filter { $0 >= first && $0 < first + UInt32(Self.wordsPerPage) }
    early.subtract(now)
    return now.sorted()
  }

  /// The most pages that an array can have.
  var mostPages: Int { Int(links + 1) / Self.wordsPerPage }
  var pageCount: Int { pages.count }

  /// Remembers a port that was pending before there were queues.
  func keep(_ port: UInt32) { early.insert(port) }

  /// Sets a port's priority; nil restores the default. Returns false if there is no such priority.
  func setPriority(_ priority: UInt64?, of port: UInt32) -> Bool {
    guard let priority else {
      priorities[port] = nil
      return true
    }
    guard priority <= UInt64(lowest) else { return false }
    priorities[port] = Int(priority)
    return true
  }

  private func word(_ port: UInt32) -> UnsafeMutablePointer<UInt32>? {
    let page = Int(port) / Self.wordsPerPage
    guard page < pages.count else { return nil }
    return pages[page].assumingMemoryBound(to: UInt32.self) + Int(port) % Self.wordsPerPage
  }

  func isPending(_ port: UInt32) -> Bool {
    word(port).map { $0.pointee & pending != 0 } ?? early.contains(port)
  }

  func clearPending(_ port: UInt32) {
    word(port)?.pointee &= ~pending
    early.remove(port)
  }

  /// Sets a port pending, and queues it unless it is masked or queued already.
  func raise(_ port: UInt32, on vcpu: Int) -> Effect {
    guard let word = word(port) else {
      early.insert(port)
      return Effect()
    }
    guard let block = blocks[vcpu] else { return Effect() }
    let isNew = word.pointee & pending == 0
    word.pointee |= pending
    guard word.pointee & (masked | linked) == 0 else { return Effect(isNew: isNew) }
    word.pointee |= linked
    return Effect(isReady: append(port, vcpu, block), isNew: isNew)
  }

  /// Appends a port to its queue.
  ///
  /// - Returns: whether the queue was empty and not announced yet.
  private func append(_ port: UInt32, _ vcpu: Int, _ block: UnsafeMutableRawPointer) -> Bool {
    let queue = Queue(vcpu: vcpu, priority: priorities[port] ?? usual)
    let old = last[port] ?? Queue(vcpu: 0, priority: 0)
    if tails[old.vcpu][old.priority] == port { tails[old.vcpu][old.priority] = 0 }
    last[port] = queue
    let tail = tails[queue.vcpu][queue.priority]
    tails[queue.vcpu][queue.priority] = port
    // The guest has taken the last one, unless that is linked.
    if tail != 0, let word = word(tail), word.pointee & linked != 0 {
      word.pointee = word.pointee & ~(busy | links) | port
      return false
    }
    block.storeBytes(of: port, toByteOffset: headOffset + queue.priority * 4, as: UInt32.self)
    let ready = block.load(fromByteOffset: readyOffset, as: UInt32.self)
    let bit: UInt32 = 1 << UInt32(queue.priority)
    block.storeBytes(of: ready | bit, toByteOffset: readyOffset, as: UInt32.self)
    return ready & bit == 0
  }

  /// Unmasks a port; true if it is pending, and must be raised again.
  func unmask(_ port: UInt32) -> Bool {
    guard let word = word(port) else { return false }
    word.pointee &= ~masked
    return word.pointee & pending != 0
  }
}

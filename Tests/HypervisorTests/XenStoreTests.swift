// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// The store as a guest uses it through the ring.
@Suite struct XenStoreTests {
  /// The guest's end of the ring.
  private final class Guest {
    let page = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
    let interface = Interface(release: .standard)
    let store = XenStore()
    let connection: StoreConnection
    private var request: UInt32 = 0

    init() {
      page.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
      connection = StoreConnection(store, StoreRing(page, interface), interface, domain: 1)
      store.write("/local/domain/1", "", [.init(1)])
    }

    deinit { page.deallocate() }

    private func offset(_ name: String) -> Int {
      interface.knownStructure("xenstore_domain_interface").offset(name)
    }

    private func index(_ name: String) -> UInt32 {
      page.load(fromByteOffset: offset(name), as: UInt32.self)
    }

    private func put(_ byte: UInt8) {
      let next = index("req_prod")
      if next &- index("req_cons") == 1024 { #expect(connection.serve()) }
      page.storeBytes(of: byte, toByteOffset: offset("req") + Int(next % 1024), as: UInt8.self)
      page.storeBytes(of: next &+ 1, toByteOffset: offset("req_prod"), as: UInt32.self)
    }

    private func get() -> UInt8? {
      let next = index("rsp_cons")
      if next == index("rsp_prod") { _ = connection.serve() }
      guard next != index("rsp_prod") else { return nil }
      page.storeBytes(of: next &+ 1, toByteOffset: offset("rsp_cons"), as: UInt32.self)
      return page.load(fromByteOffset: offset("rsp") + Int(next % 1024), as: UInt8.self)
    }

    /// The next message as its type and text, with NUL shown as `|`.
    func next() -> String? {
      var words: [UInt32] = []
      for _ in 0..<4 {
        var word: UInt32 = 0
        for shift in 0..<4 {
          guard let byte = get() else { return nil }
          word |= UInt32(byte) << UInt32(8 * shift)
        }
        words.append(word)
      }
      let body = (0..<words[3]).compactMap { _ in get() }
      let type = ConstantGroup.storeMessages.constant(Int(words[0]), in: .standard)?.name ?? "?"
      let text = String(decoding: body.map { $0 == 0 ? UInt8(ascii: "|") : $0 }, as: UTF8.self)
      return "\(type.dropFirst(3)) \(text)"
    }

    /// Sends a request, and returns the next message; NUL is written as `|`.
    func ask(_ type: String, _ body: String, in transaction: UInt32 = 0) -> String {
      request += 1
      let bytes = body.utf8.map { $0 == UInt8(ascii: "|") ? 0 : $0 }
      let head = [
        UInt32(interface.number("XS_" + type)), request, transaction, UInt32(bytes.count),
      ]
      for word in head {
        for shift in 0..<4 { put(UInt8(truncatingIfNeeded: word >> UInt32(8 * shift))) }
      }
      bytes.forEach(put)
      _ = connection.serve()
      return next() ?? "nothing"
    }
  }

  @Test func aDomainHasQuotas() {
    let guest = Guest()
    var answers: [String] = []
    for index in 0..<1100 { answers.append(guest.ask("WRITE", "a\(index)|value")) }
    #expect(answers.prefix(900).allSatisfy { $0 == "WRITE OK|" })
    #expect(answers.suffix(100).allSatisfy { $0 == "ERROR EQUOTA|" })
    #expect(guest.ask("WRITE", "a0|other") == "WRITE OK|")
    for index in 0..<128 {
      #expect(guest.ask("WATCH", "a0|\(index)|") == "WATCH OK|")
      #expect(guest.next() == "WATCH_EVENT a0|\(index)|")
    }
    #expect(guest.ask("WATCH", "a0|one more|") == "ERROR EQUOTA|")
  }

  @Test func anAnswerHasALimit() {
    let guest = Guest()
    for index in 0..<900 { _ = guest.ask("MKDIR", "d/name-\(index)|") }
    #expect(guest.ask("DIRECTORY", "d|") == "ERROR E2BIG|")
  }

  /// A message longer than the ring, in both directions.
  @Test func aLongMessageComesInPieces() {
    let guest = Guest()
    let value = String(repeating: "0123456789", count: 200)
    #expect(guest.ask("WRITE", "long|" + value) == "WRITE OK|")
    #expect(guest.ask("READ", "long|") == "READ " + value)
  }

  @Test func aWatchTellsOfWhatIsBelowAndOfWhatIsGone() {
    let guest = Guest()
    #expect(guest.ask("WATCH", "device|mine|") == "WATCH OK|")
    #expect(guest.next() == "WATCH_EVENT device|mine|")
    #expect(guest.ask("WATCH", "device|mine|") == "ERROR EEXIST|")
    guest.store.write("/local/domain/1/device/vbd/1/state", "1")
    let made = ["device", "device/vbd", "device/vbd/1", "device/vbd/1/state"]
    for path in made { #expect(guest.next() == "WATCH_EVENT \(path)|mine|") }
    guest.store.remove("/local/domain/1/device/vbd")
    #expect(guest.next() == "WATCH_EVENT device/vbd|mine|")
    #expect(guest.next() == nil)
    #expect(guest.ask("UNWATCH", "device|mine|") == "UNWATCH OK|")
    #expect(guest.ask("UNWATCH", "device|mine|") == "ERROR ENOENT|")
    guest.store.write("/local/domain/1/device/vif", "")
    #expect(guest.next() == nil)
  }

  @Test func aTransactionIsSeenAtItsEndOrNotAtAll() {
    let guest = Guest()
    _ = guest.ask("WRITE", "a|1")
    #expect(guest.ask("TRANSACTION_START", "|") == "TRANSACTION_START 1|")
    #expect(guest.ask("WRITE", "a|2", in: 1) == "WRITE OK|")
    #expect(guest.ask("READ", "a|") == "READ 1")
    #expect(guest.ask("READ", "a|", in: 1) == "READ 2")
    #expect(guest.ask("TRANSACTION_END", "T|", in: 1) == "TRANSACTION_END OK|")
    #expect(guest.ask("READ", "a|") == "READ 2")
    #expect(guest.ask("TRANSACTION_END", "T|", in: 1) == "ERROR ENOENT|")

    _ = guest.ask("TRANSACTION_START", "|")
    _ = guest.ask("WRITE", "a|3", in: 2)
    #expect(guest.ask("TRANSACTION_END", "F|", in: 2) == "TRANSACTION_END OK|")
    #expect(guest.ask("READ", "a|") == "READ 2")

    _ = guest.ask("TRANSACTION_START", "|")
    #expect(guest.ask("READ", "a|", in: 3) == "READ 2")
    _ = guest.ask("WRITE", "b|from it", in: 3)
    guest.store.write("/local/domain/1/a", "somebody else's")
    #expect(guest.ask("TRANSACTION_END", "T|", in: 3) == "ERROR EAGAIN|")
    #expect(guest.ask("READ", "b|") == "ERROR ENOENT|")
  }

  @Test func aDomainMayDoWhatItsRightsSay() {
    let guest = Guest()
    guest.store.write("/local/domain/0/backend/x", "value", [.init(0), .init(1, canRead: true)])
    #expect(guest.ask("READ", "/local/domain/0/backend/x|") == "READ value")
    #expect(guest.ask("WRITE", "/local/domain/0/backend/x|mine") == "ERROR EACCES|")
    guest.store.write("/local/domain/0/secret", "value", [.init(0)])
    #expect(guest.ask("READ", "/local/domain/0/secret|") == "ERROR EACCES|")
    #expect(guest.ask("MKDIR", "mine|") == "MKDIR OK|")
    #expect(guest.ask("GET_PERMS", "mine|") == "GET_PERMS n1|")
    #expect(guest.ask("SET_PERMS", "mine|n1|r0|") == "SET_PERMS OK|")
    #expect(guest.ask("GET_PERMS", "mine|") == "GET_PERMS n1|r0|")
    #expect(guest.ask("SET_PERMS", "mine|n0|r1|") == "ERROR EACCES|")
    #expect(guest.ask("RM", "mine|") == "RM OK|")
    #expect(guest.ask("RM", "mine|") == "RM OK|")
    #expect(guest.ask("RM", "none/below|") == "ERROR ENOENT|")
    for path in ["a//b|", "a/|", "a b|", "|"] {
      #expect(guest.ask("READ", path) == "ERROR EINVAL|")
    }
    #expect(guest.ask("INTRODUCE", "1|2|3|") == "ERROR EACCES|")
  }

  /// After a violation of the ring's protocol, nothing more is read from it.
  @Test(arguments: [5000, 0xffff_ffff] as [UInt32])
  func aRingThatIsBrokenStaysSilent(count: UInt32) {
    let guest = Guest()
    let places = guest.interface.knownStructure("xenstore_domain_interface")
    guest.page.storeBytes(of: count, toByteOffset: places.offset("req_prod"), as: UInt32.self)
    #expect(!guest.connection.serve())
  }
}

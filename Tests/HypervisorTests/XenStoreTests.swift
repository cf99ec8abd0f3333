// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// The store, as a guest talks to it through the ring.
@Suite struct XenStoreTests {
  /// One end of the ring, which sends a message and reads the type of the answer.
  private final class Guest {
    let page = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
    let interface = Interface(release: .standard)
    let store: XenStore

    init() {
      page.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
      store = XenStore(page, interface, domain: 1)
    }

    deinit { page.deallocate() }

    private func offset(_ name: String) -> Int {
      interface.knownStructure("xenstore_domain_interface").offset(name)
    }

    func ask(_ type: String, _ body: String) -> UInt32 {
      let words = [UInt32(interface.number(type)), 0, 0, UInt32(body.utf8.count)]
      let message = words.flatMap { word in (0..<4).map { UInt8(word >> (8 * $0) & 0xff) } }
      var next = page.load(fromByteOffset: offset("req_prod"), as: UInt32.self)
      for byte in message + body.utf8 {
        page.storeBytes(of: byte, toByteOffset: offset("req") + Int(next % 1024), as: UInt8.self)
        next &+= 1
      }
      page.storeBytes(of: next, toByteOffset: offset("req_prod"), as: UInt32.self)
      let start = page.load(fromByteOffset: offset("rsp_prod"), as: UInt32.self)
      #expect(store.serve())
      return (0..<4).reduce(0) { answer, index in
        let place = offset("rsp") + Int((start + UInt32(index)) % 1024)
        return answer | UInt32(page.load(fromByteOffset: place, as: UInt8.self))
          << (8 * UInt32(index))
      }
    }
  }

  @Test func aDomainHasQuotas() {
    let guest = Guest()
    let (written, error) = (
      UInt32(guest.interface.number("XS_WRITE")), UInt32(guest.interface.number("XS_ERROR"))
    )
    var answers: [UInt32] = []
    for index in 0..<1100 { answers.append(guest.ask("XS_WRITE", "a\(index)\0value")) }
    #expect(answers.prefix(900).allSatisfy { $0 == written })
    #expect(answers.suffix(100).allSatisfy { $0 == error })
    #expect(guest.ask("XS_WRITE", "a0\0other") == written)
    for _ in 0..<200 { _ = guest.ask("XS_WATCH", "a0\0token\0") }
    #expect(guest.ask("XS_WATCH", "a0\0token\0") == error)
  }

  @Test func anAnswerHasALimit() {
    let guest = Guest()
    for index in 0..<900 { _ = guest.ask("XS_MKDIR", "d/name-\(index)\0") }
    #expect(guest.ask("XS_DIRECTORY", "d\0") == UInt32(guest.interface.number("XS_ERROR")))
  }
}

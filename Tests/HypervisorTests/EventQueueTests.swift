// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// What a guest may ask for beyond what every release has: events by queues in place of bitmaps,
/// grants of version 2, maps of its own grants, and a virtual IOPL of a second vCPU. Debian's Xen 4.17
/// gives the same lines.
@Suite struct EventQueueTests {
  private static let answers = [
    "polled: pending 1, late 0",
    // No such version, the one that there is, and the other one; the toolstack's entries are kept.
    "versions: -22 1 2", "kept: 1 5 77, dropped: 0", "uses: 0, a frame 1",
    "copied: 0, 4711, in use after it 0", "back while mapped: -16",
    "back: 1, kept: 1 5 77, dropped: 0",
    // No kind of map, no entry, no domain, no page table; then the bits of a reader and a writer.
    "no maps: -3 -3 -2 -1, entry 1", "mapped: 0, frame 1, through it 815, entry 19",
    "unmapped: -4 -6 0 0, entry 19", "for devices: 0 -4, entry 1",
    "read-only: 0, entry 9", "taken away: -1, entry 9",
    "replaced: 0 0, there is 42, entry 9",
    // Too early, no frame, no place for a control block.
    "control: -95 -22 -22 0, 17 bits", "array: 0, again -22",
    "early: ready 80, its turn 1", "two: ready 80, in order 1 1, then 0",
    "urgent: 0, ready 81, first 1, other 1", "masked: ready 0, pending 1",
    "unmasked: ready 80, its turn 1", "no such priority: -22", "second vCPU: 0 0, ran 1",
  ]

  @Test(arguments: [DomainRole.dom0, .domU])
  func aGuestUsesQueuesAndGrants(role: DomainRole) throws {
    let run = try BuiltGuest.run(BuiltGuest.queues.get()) {
      $0.role = role
      $0.vcpus = 2
    }
    #expect(run.outcome == .shutdown(reason: "poweroff"), "\(run.console)")
    #expect(run.console.split(separator: "\n").map(String.init) == Self.answers)
  }

  /// A vCPU may poll for a port that is masked.
  @Test func aMaskedPortIsRaisedToo() throws {
    let interface = Interface(release: .standard)
    let shared = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 8)
    defer { shared.deallocate() }
    shared.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
    let mask = interface.knownStructure("shared_info").offset("evtchn_mask")
    shared.storeBytes(of: .max, toByteOffset: mask, as: UInt64.self)
    let events = EventChannels(shared: shared, interface)
    var (raised, delivered): ([UInt32], [UInt32]) = ([], [])
    events.onRaised = { raised.append($0) }
    events.onPending = { port, _ in delivered.append(port) }
    let port = try #require(events.bind(.ipi(vcpu: 0)))
    events.raise(port)
    events.raise(port)
    #expect(raised == [port] && delivered == [])
    events.unmask(port)
    #expect(raised == [port] && delivered == [port])
  }
}

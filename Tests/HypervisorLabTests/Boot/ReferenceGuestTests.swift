// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorABI
import HypervisorLab
import Testing

/// The guests that pvkit generates, as domains that xl creates.
@Suite(.serialized) struct ReferenceGuestTests {
  typealias GuestKind = Generate.GuestKind

  @Test(arguments: [
    (GuestKind.all[0], false, GuestMode.pv), (.all[0], true, .pv), (.all[0], false, .shim),
    (.all[1], false, .shim), (.all[1], true, .shim), (.all[3], true, .pvh), (.all[4], false, .pvh),
    (.all[5], false, .hvm),
  ])
  func `every line of the guest's is ok`(
    kind: GuestKind, direct: Bool, mode: GuestMode
  ) throws {
    let console = try withGuest(kind, direct) { image, disk in
      var request = BootRequest(image: image, mode: mode, timeout: 600, memory: 256)
      request.vcpus = 2
      request.disks = [Disk(path: disk, isReadOnly: true)]
      request.cards = 1
      let result = try Lab().bootDomU(request)
      #expect(result.outcome == .poweredOff, "\(result.words)")
      #expect(result.succeeded)
      return result.guestConsole
    }
    let plan = console.first { $0.hasPrefix("1..") }.flatMap { Int($0.dropFirst(3)) }
    #expect(try #require(plan) > 10)
    #expect(console.filter { $0.hasPrefix("ok ") }.count == plan)
    let failed = console.filter { $0.hasPrefix("not ok") }
    #expect(failed.isEmpty, "\(failed)")
    #expect(console.contains { $0.contains("hypercall page: ") } == !direct)
    #expect(console.contains { $0.hasSuffix(", on the PV shim") } == (mode == .shim))
    #expect(console.count { $0.contains("# SKIP") } == (mode == .shim ? 1 : 0))
    let hash = Self.sectors.prefix(4096).reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }
    let read = "sectors, status 0, hash of the first 8 0x\(String(hash, radix: 16)),"
    #expect(console.contains { $0.contains(": \(Self.sectors.count / 512) \(read)") })
  }

  /// What is on the guest's disk.
  private static let sectors = (0..<10240).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 3) }

  private func withGuest<R>(
    _ kind: GuestKind, _ direct: Bool, _ body: (String, String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      try LinuxGuest.write(Self.sectors, to: folder + "/disk.img")
      return try body(
        GeneratedGuest(kind.options, direct: direct).image(), folder + "/disk.img")
    }
  }
}

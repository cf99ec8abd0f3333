// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorABI
import HypervisorLab
import Testing

/// The guests that pvkit generates, as domains that xl creates. One dom0 for all.
struct ReferenceGuestTests {
  typealias GuestKind = Generate.GuestKind

  struct Guest: Sendable, CustomTestStringConvertible {
    let kind: GuestKind
    let direct: Bool
    let mode: GuestMode

    var testDescription: String {
      "\(kind.options)\(direct ? " --entry direct" : ""), as \(mode.rawValue)"
    }
  }

  static let guests = [
    Guest(kind: .all[0], direct: false, mode: .pv), Guest(kind: .all[0], direct: true, mode: .pv),
    Guest(kind: .all[0], direct: false, mode: .shim),
    Guest(kind: .all[1], direct: false, mode: .shim),
    Guest(kind: .all[1], direct: true, mode: .shim),
    Guest(kind: .all[3], direct: true, mode: .pvh),
    Guest(kind: .all[4], direct: false, mode: .pvh),
    Guest(kind: .all[5], direct: false, mode: .hvm),
  ]

  private static let results = Result { try boot() }

  @Test(arguments: zip(guests.indices, guests))
  func `every line of the guest's is ok`(number: Int, guest: Guest) throws {
    let result = try Self.results.get()[number].get()
    let console = result.guestConsole
    #expect(result.outcome == .poweredOff, "\(result.words)\n\(console.suffix(20))")
    #expect(result.succeeded)
    let plan = console.first { $0.hasPrefix("1..") }.flatMap { Int($0.dropFirst(3)) }
    #expect(try #require(plan, "\(console)") > 10)
    #expect(console.filter { $0.hasPrefix("ok ") }.count == plan)
    let failed = console.filter { $0.hasPrefix("not ok") }
    #expect(failed.isEmpty, "\(failed)")
    #expect(console.contains { $0.contains("hypercall page: ") } == !guest.direct)
    #expect(console.contains { $0.hasSuffix(", on the PV shim") } == (guest.mode == .shim))
    #expect(console.count { $0.contains("# SKIP") } == (guest.mode == .shim ? 1 : 0))
    let hash = Self.sectors.prefix(4096).reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }
    let read = "sectors, status 0, hash of the first 8 0x\(String(hash, radix: 16)),"
    #expect(console.contains { $0.contains(": \(Self.sectors.count / 512) \(read)") })
  }

  /// What is on the guests' disk.
  private static let sectors = (0..<10240).map { UInt8(truncatingIfNeeded: $0 &* 37 >> 3) }

  private static func boot() throws -> [Result<BootResult, LabError>] {
    try Places.withScratchFolder { folder in
      try LinuxGuest.write(sectors, to: folder + "/disk.img")
      let requests = try guests.map { guest in
        let image = try GeneratedGuest(guest.kind.options, direct: guest.direct).image()
        var request = BootRequest(image: image, mode: guest.mode, timeout: 600, memory: 256)
        request.vcpus = 2
        request.disks = [Disk(path: folder + "/disk.img", isReadOnly: true)]
        request.cards = 1
        return request
      }
      return try Lab().bootDomUs(requests)
    }
  }
}

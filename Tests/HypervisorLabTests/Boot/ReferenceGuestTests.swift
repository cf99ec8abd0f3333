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
    let console = try withGuest(kind, direct) { image in
      let result = try Lab.bootDomU(image: image, mode: mode)
      #expect(result.outcome == .poweredOff, "\(result.words)")
      return result.guestConsole
    }
    let plan = console.first { $0.hasPrefix("1..") }.flatMap { Int($0.dropFirst(3)) }
    #expect(try #require(plan) > 10)
    #expect(console.filter { $0.hasPrefix("ok ") }.count == plan)
    let failed = console.filter { $0.hasPrefix("not ok") }
    #expect(failed.isEmpty, "\(failed)")
    #expect(console.contains { $0.contains("hypercall page: ") } == !direct)
    #expect(console.contains { $0.hasSuffix(", on the PV shim") } == (mode == .shim))
  }

  private func withGuest<R>(
    _ kind: GuestKind, _ direct: Bool, _ body: (String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      let tree = folder + "/guest"
      try TreeWriter(directory: tree).write(Generate.guest(kind, direct: direct))
      let result = try Command.run(["make", "-s", "-C", tree])
      try #require(result.status == 0, "\(result.errors)")
      return try body(tree + "/guest.elf")
    }
  }
}

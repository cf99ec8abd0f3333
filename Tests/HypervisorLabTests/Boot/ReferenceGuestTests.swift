// SPDX-License-Identifier: Apache-2.0

import Commands
import Generators
import HypervisorLab
import Testing

/// The guest that pvkit generates, in both roles.
@Suite(.serialized) struct ReferenceGuestTests {
  @Test(arguments: [true, false])
  func `every line of the guest's is ok`(isDom0: Bool) throws {
    let console = try withGuest { image in
      let result = try isDom0 ? Lab.bootDom0(image: image) : Lab.bootDomU(image: image)
      #expect(result.outcome == .poweredOff, "\(result.words)")
      return result.guestConsole
    }
    let plan = console.first { $0.hasPrefix("1..") }.flatMap { Int($0.dropFirst(3)) }
    #expect(try #require(plan) > 10)
    #expect(console.filter { $0.hasPrefix("ok ") }.count == plan)
    let failed = console.filter { $0.hasPrefix("not ok") }
    #expect(failed.isEmpty, "\(failed)")
  }

  private func withGuest<R>(_ body: (String) throws -> R) throws -> R {
    try Places.withScratchFolder { folder in
      let kind = try #require(Generate.GuestKind.all.first)
      try TreeWriter(directory: folder + "/guest").write(Generate.guest(kind))
      let result = try Command.run(["make", "-s", "-C", folder + "/guest"])
      try #require(result.status == 0, "\(result.errors)")
      return try body(folder + "/guest/guest.elf")
    }
  }
}

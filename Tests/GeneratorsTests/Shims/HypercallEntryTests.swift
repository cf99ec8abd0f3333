// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Testing

@testable import Generators

/// The assembly beside the shims, run.
@Suite struct HypercallEntryTests {
  private func emulated(
    _ way: Way, _ body: (Emulator, ShimProgram.Places) throws -> Void
  ) throws {
    let shims = try #require(way.shims())
    let (elf, places) = try ShimProgram(shims: shims, compiler: .gcc, options: ["-O1"]).built()
    try body(try Emulator(elf, way.caller.architecture), places)
  }

  /// The registers that Xen takes from the stack lie on it, and the frame below.
  @Test(arguments: Way.all.filter { !$0.caller.isHvm })
  func iretIsJumpedTo(way: Way) throws {
    try emulated(way) { emulator, places in
      let trap = try #require(way.shims()?.mechanism.traps(for: way.caller).first)
      if way.entry == "page" {
        let stub = HypercallPage.stub(Hypercall.iretNumber, for: way.caller, by: trap)
        let offset = Hypercall.iretNumber * HypercallPage.entrySize
        try emulator.write(stub, at: places.page + UInt64(offset))
      }
      var stack: [UInt64] = []
      var number: UInt64?
      emulator.onTrap = { emulator, event in
        let narrow = way.caller.architecture == .i386
        let top = event.registers[narrow ? "esp" : "rsp"] ?? 0
        stack = (0..<4).map {
          emulator.word(at: top + $0 * UInt64(way.caller.architecture.wordSize))
        }
        number = event.registers[way.caller.convention.result].map { $0 & 0xffff_ffff }
        #expect(event.bytes.starts(with: trap.bytes))
        emulator.stop()
      }
      let pushed = Hypercall.iretPushes(for: way.caller)
      for (index, register) in pushed.enumerated() { emulator[register] = UInt64(0x100 + index) }
      try emulator.push([0x777])
      try emulator.run(from: places.iret)
      #expect(number == UInt64(Hypercall.iretNumber))
      let expected = pushed.indices.reversed().map { UInt64(0x100 + $0) } + [0x777]
      #expect(Array(stack.prefix(expected.count)) == expected)
    }
  }

  /// With Viridian shown, Xen's leaves and its MSR stand elsewhere.
  @Test(
    arguments: [Hypercall.Caller.hvm32, .hvm64], [UInt32(0x4000_0000), 0x4000_0100, 0x4000_ff00])
  func thePageIsAskedFor(caller: Hypercall.Caller, base: UInt32) throws {
    try emulated(Way(caller: caller, entry: "page")) { emulator, places in
      let model = Hypervisor(vendor: "GenuineIntel", base: base, modelRegister: base ^ 0x200)
      emulator.onCpuid = model.answer
      let address: UInt64 = caller == .hvm64 ? 0x1_2345_6000 : 0x2345_6000
      let result = try emulator.call(places.setup, [address])
      #expect(result == 0)
      let high = UInt32(address >> 32)
      #expect(emulator.modelWrites == [[UInt32(truncatingIfNeeded: address), base ^ 0x200, high]])
    }
  }

  @Test(arguments: Way.all.filter { $0.caller.isHvm })
  func withoutXenNothingIsDone(way: Way) throws {
    try emulated(way) { emulator, places in
      emulator.onCpuid = Hypervisor(vendor: "AuthenticAMD", base: nil).answer
      let result = try emulator.call(places.setup, [0x1000])
      #expect(result == (way.caller.architecture == .i386 ? 0xffff_ffff : .max))
      #expect(emulator.modelWrites.isEmpty)
    }
  }

  @Test(arguments: [
    ("GenuineIntel", TrapInstruction.vmcall), ("AuthenticAMD", .vmmcall),
    ("HygonGenuine", .vmmcall), ("CentaurHauls", .vmcall), ("  Shanghai  ", .vmcall),
    ("AuthenticAMx", .vmcall),
  ])
  func theVendorDecides(vendor: String, trap: TrapInstruction) throws {
    for caller in [Hypercall.Caller.hvm32, .hvm64] {
      try emulated(Way(caller: caller, entry: "direct")) { emulator, places in
        emulator.onCpuid = Hypervisor(vendor: vendor).answer
        let result = try emulator.call(places.setup, [])
        #expect(result == 0)
        var seen: [[UInt8]] = []
        emulator.onTrap = { _, event in seen.append(event.bytes) }
        _ = try emulator.call(places.probes[0], [1, 2, 3, 4])
        #expect(seen == [trap.bytes])
      }
    }
  }
}

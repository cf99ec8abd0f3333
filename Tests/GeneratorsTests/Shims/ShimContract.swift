// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

@testable import Generators

/// What a shim's machine code must do, by the model alone: it is run and watched.
struct ShimContract {
  let program: ShimProgram
  private let elf: ElfFile
  private let places: ShimProgram.Places

  init(_ program: ShimProgram) throws {
    self.program = program
    (elf, places) = try program.built()
  }

  private var shims: ShimDescription { program.shims }
  private var caller: Hypercall.Caller { shims.caller }
  private var width: UInt64 { caller.architecture == .i386 ? 0xffff_ffff : .max }

  /// The calls that break it, with what is wrong; by the call's name.
  func breaches() throws -> [String: String] {
    var breaches: [String: String] = [:]
    for trap in shims.mechanism.traps(for: caller) {
      let emulator = try Emulator(elf, caller.architecture)
      try prepare(emulator, trap)
      for (index, call) in program.calls.enumerated() {
        guard let hypercall = Hypercall.number(call.number) else { continue }
        do {
          try check(hypercall, at: index, in: emulator, trap)
        } catch {
          breaches[call.name] = "\(trap): \(error)"
        }
      }
    }
    return breaches
  }

  /// Xen's part before the first call: the page, or the processor's vendor.
  private func prepare(_ emulator: Emulator, _ trap: TrapInstruction) throws {
    switch shims.mechanism.step {
    case .trap: break
    case .callPage:
      for number in 0..<HypercallPage.entryCount {
        try emulator.write(
          HypercallPage.stub(number, for: caller, by: trap),
          at: places.page + UInt64(number * HypercallPage.entrySize))
      }
    case .trapByVendor:
      emulator.onCpuid =
        Hypervisor(vendor: trap == .vmcall ? "GenuineIntel" : "AuthenticAMD").answer
      let result = try emulator.call(places.setup, [])
      try expect(result == 0, "setup gives \(result)")
    }
    for (index, word) in ShimProgram.pool.enumerated() {
      let address = places.pool + UInt64(index * caller.architecture.wordSize)
      try emulator.write(emulator.bytes(ofWord: word), at: address)
    }
  }

  private func expect(_ holds: Bool, _ complaint: @autoclosure () -> String) throws {
    if !holds { throw Emulator.Failure(description: complaint()) }
  }

  private func check(
    _ call: Hypercall, at index: Int, in emulator: Emulator, _ trap: TrapInstruction
  ) throws {
    let arguments = call.arguments(of: caller, in: shims.release)
    let words = arguments.indices.map { value(of: arguments[$0], at: $0) }
    let stacked = Self.asParameters(words, arguments)
    var traps: [Emulator.Trap] = []
    var marker: UInt64 = 0
    emulator.onTrap = { emulator, event in
      traps.append(event)
      marker = emulator.word(at: places.marker)
      answer(arguments.count, trap, emulator)
    }
    let before = keep(in: emulator)
    let result = try emulator.call(places.probes[index], stacked) & width
    try expect(traps.count == 1, "\(traps.count) traps")
    try check(traps[0], call.number, words, trap)
    try expect(marker == 1, "memory is not written before the call")
    try expect(result == expected(stacked), "a register was taken for kept, or the result is lost")
    let after = before.keys.filter { before[$0] != emulator[$0] & width }
    try expect(after.isEmpty, "C's registers \(after) are lost")
    if program.hasBuilders && call.name != "multicall" {
      try checkBuilder(call, at: index, words, stacked, emulator)
    }
  }

  private func check(
    _ event: Emulator.Trap, _ number: Int, _ words: [UInt64], _ trap: TrapInstruction
  ) throws {
    try expect(event.bytes.starts(with: trap.bytes), "\(event.bytes) is not \(trap)")
    let convention = caller.convention
    try expect(
      event.registers[convention.result].map { $0 & 0xffff_ffff } == UInt64(number),
      "number \(event.registers[convention.result] ?? 0)")
    for (register, word) in zip(convention.arguments, words) {
      let found = event.registers[register] ?? 0
      try expect(found == word, "\(register) = \(found) rather than \(word)")
    }
  }

  private func checkBuilder(
    _ call: Hypercall, at index: Int, _ words: [UInt64], _ stacked: [UInt64], _ emulator: Emulator
  ) throws {
    let size = UInt64(caller.architecture.wordSize)
    try emulator.write([UInt8](repeating: 0xee, count: Int(size) * 8), at: places.entry)
    _ = try emulator.call(places.builders[index], stacked)
    let entry = (0..<8).map { emulator.word(at: places.entry + $0 * size) }
    try expect(entry[0] == UInt64(call.number), "multicall's number is \(entry[0])")
    try expect(
      Array(entry[2...].prefix(words.count)) == words, "multicall's arguments are \(entry[2...])")
  }
}

extension ShimContract {
  private static let result: UInt64 = 0xffff_ffff_ffff_ffda

  /// As a debug hypervisor answers: the arguments' registers are spoilt.
  private func answer(_ count: Int, _ trap: TrapInstruction, _ emulator: Emulator) {
    for (index, register) in caller.convention.arguments.prefix(count).enumerated() {
      emulator[register] = (0xdead_beef_0bad_f00d &+ UInt64(index)) & width
    }
    for register in trap.destroys { emulator[register] = 0xbad0_bad0_bad0_bad0 }
    emulator[caller.convention.result] = Self.result & width
  }

  /// Gives the registers that C wants back values, and says which; the stack pointer too.
  private func keep(in emulator: Emulator) -> [String: UInt64] {
    var values: [String: UInt64] = [:]
    for (index, register) in Registers.kept(caller.architecture).enumerated() {
      values[register] = (0x0101_0101_0101_0101 &* UInt64(index + 1)) & width
      emulator[register] = values[register] ?? 0
    }
    // As `call` leaves it, the return address taken.
    values[caller.architecture == .i386 ? "esp" : "rsp"] = Emulator.stackTop - 256
    return values
  }

  /// The result, mixed with all that was alive across the call.
  private func expected(_ words: [UInt64]) -> UInt64 {
    (ShimProgram.pool + words).reduce(Self.result) { $0 &* 31 &+ $1 } & width
  }

  /// Distinct, and as wide as the argument's type.
  private func value(of argument: Hypercall.Argument, at index: Int) -> UInt64 {
    let step = UInt64(index) &* 0x0101
    switch argument.type {
    case "domid_t": return 0xf00d - step
    case "int": return 0x1234_5678 + step
    case "unsigned int", "uint32_t": return 0x9abc_def0 + step
    default: return (0x8765_4321_8fed_cba9 &+ step) & width
    }
  }

  /// As C lays parameters out: the low half of a 64-bit one first.
  private static func asParameters(
    _ words: [UInt64], _ arguments: [Hypercall.Argument]
  ) -> [UInt64] {
    var words = words
    for index in arguments.indices.dropLast()
    where arguments[index].name.hasSuffix("_high") {
      let low = String(arguments[index].name.dropLast(5)) + "_low"
      if arguments[index + 1].name == low { words.swapAt(index, index + 1) }
    }
    return words
  }
}

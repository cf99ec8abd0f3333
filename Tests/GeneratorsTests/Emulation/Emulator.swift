// SPDX-License-Identifier: Apache-2.0

import CUnicorn
import GuestImage
import HypervisorABI

/// Runs code of a linked ELF on an emulated processor (unicorn), function by function, and stops
/// at each trap to look at it.
final class Emulator {
  /// What a trapping instruction left for Xen to see.
  struct Trap {
    /// The three bytes at the instruction, which tell which it is.
    let bytes: [UInt8]
    let registers: [String: UInt64]
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  let architecture: Architecture
  /// Answers a trap: changes registers as Xen would.
  var onTrap: (Emulator, Trap) -> Void = { _, _ in }
  /// Answers CPUID: the leaf, then eax, ebx, ecx, edx; nil leaves it to the emulator.
  var onCpuid: (UInt32) -> [UInt32]? = { _ in nil }
  /// (eax, ecx, edx) of each wrmsr.
  var modelWrites: [[UInt32]] = []

  var engine: OpaquePointer?
  /// Where the latest instruction stands.
  var last: UInt64 = 0
  let numbers: [String: Int32]

  static let stackTop: UInt64 = 0x80_0000
  private static let end: UInt64 = 0x7f_0000

  init(_ elf: ElfFile, _ architecture: Architecture) throws {
    self.architecture = architecture
    numbers = Registers.numbers(architecture)
    try check(
      uc_open(UC_ARCH_X86, architecture == .i386 ? UC_MODE_32 : UC_MODE_64, &engine), "uc_open")
    try check(uc_mem_map(engine, 0x10_0000, 0x80_0000, UInt32(UC_PROT_ALL.rawValue)), "map")
    for segment in elf.segments where segment.isLoad {
      guard let bytes = elf.contents(of: segment) else { throw Failure(description: "segment") }
      try write(bytes.array, at: segment.virtualAddress)
    }
    try hook()
  }

  deinit { uc_close(engine) }

  func check(_ error: uc_err, _ what: String) throws {
    guard error == UC_ERR_OK else {
      throw Failure(description: "\(what): \(String(cString: uc_strerror(error)))")
    }
  }

  subscript(register: String) -> UInt64 {
    get {
      var value: UInt64 = 0
      if let number = numbers[register] { uc_reg_read(engine, number, &value) }
      return value
    }
    set {
      var value = newValue
      if let number = numbers[register] { uc_reg_write(engine, number, &value) }
    }
  }

  func write(_ bytes: [UInt8], at address: UInt64) throws {
    try check(uc_mem_write(engine, address, bytes, UInt64(bytes.count)), "write")
  }

  func read(_ count: Int, at address: UInt64) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    return uc_mem_read(engine, address, &bytes, UInt64(count)) == UC_ERR_OK ? bytes : []
  }

  /// A word of memory.
  func word(at address: UInt64) -> UInt64 {
    read(architecture.wordSize, at: address).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  func bytes(ofWord value: UInt64) -> [UInt8] {
    (0..<architecture.wordSize).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }

  /// Calls a C function; words are as many as its arguments take. Gives its result.
  func call(_ address: UInt64, _ words: [UInt64]) throws -> UInt64 {
    let registers = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
    let inRegisters = architecture == .i386 ? 0 : min(words.count, registers.count)
    for (register, word) in zip(registers, words.prefix(inRegisters)) { self[register] = word }
    try push([Self.end] + words.dropFirst(inRegisters))
    try run(from: address)
    return self[architecture == .i386 ? "eax" : "rax"]
  }

  /// Puts words onto an empty stack, the first on top.
  func push(_ words: [UInt64]) throws {
    // C's stack is aligned to 16 bytes before the return address.
    let size = UInt64(architecture.wordSize)
    let top = Self.stackTop - 256 - size
    self[architecture == .i386 ? "esp" : "rsp"] = top
    try write(words.flatMap(bytes(ofWord:)), at: top)
  }

  /// Runs until it returns to the end, or a trap's answer stops it.
  func run(from address: UInt64) throws {
    var here = address
    repeat {
      hasSkipped = false
      try check(uc_emu_start(engine, here, Self.end, 5_000_000, 100_000), "run")
      here = self[architecture == .i386 ? "eip" : "rip"]
      // In 32-bit mode the emulator stops where an invalid instruction was skipped.
    } while hasSkipped && !isStopped && here != Self.end
    if !isStopped && here != Self.end { throw Failure(description: "lost at \(here)") }
  }

  private var isStopped = false
  /// An instruction that the emulator does not know was answered, and left behind.
  var hasSkipped = false

  func stop() {
    isStopped = true
    uc_emu_stop(engine)
  }
}

// SPDX-License-Identifier: Apache-2.0

import CUnicorn
import HypervisorABI

extension Emulator {
  private static func from(_ context: UnsafeMutableRawPointer?) -> Emulator {
    Unmanaged<Emulator>.fromOpaque(context!).takeUnretainedValue()
  }

  private typealias Code =
    @convention(c) (
      OpaquePointer?, UInt64, UInt32, UnsafeMutableRawPointer?
    ) -> Void
  private typealias Interrupt =
    @convention(c) (
      OpaquePointer?, UInt32, UnsafeMutableRawPointer?
    ) -> Void
  private typealias Instruction = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Void
  private typealias Deciding = @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Bool

  /// Asks for what Xen would see.
  func hook() throws {
    let onCode: Code = { _, address, _, context in Emulator.from(context).step(address) }
    let onInterrupt: Interrupt = { _, _, context in Emulator.from(context).trap() }
    let onSyscall: Instruction = { _, context in Emulator.from(context).trap() }
    let onInvalid: Deciding = { _, context in Emulator.from(context).invalid() }
    let onLeaf: Deciding = { _, context in Emulator.from(context).cpuid() }
    let all: [(uc_hook_type, UnsafeMutableRawPointer)] = [
      (UC_HOOK_CODE, unsafeBitCast(onCode, to: UnsafeMutableRawPointer.self)),
      (UC_HOOK_INTR, unsafeBitCast(onInterrupt, to: UnsafeMutableRawPointer.self)),
      (UC_HOOK_INSN_INVALID, unsafeBitCast(onInvalid, to: UnsafeMutableRawPointer.self)),
    ]
    let context = Unmanaged.passUnretained(self).toOpaque()
    var handle = uc_hook()
    for (type, function) in all {
      try check(hook_all(engine, &handle, Int32(type.rawValue), function, context), "hook")
    }
    for (instruction, function) in [
      (UC_X86_INS_SYSCALL, unsafeBitCast(onSyscall, to: UnsafeMutableRawPointer.self)),
      (UC_X86_INS_CPUID, unsafeBitCast(onLeaf, to: UnsafeMutableRawPointer.self)),
    ] {
      let number = Int32(instruction.rawValue)
      try check(hook_instruction(engine, &handle, function, context, number), "hook")
    }
  }

  /// Before each instruction: `wrmsr` has no hook of its own.
  private func step(_ address: UInt64) {
    last = address
    guard read(2, at: address) == [0x0f, 0x30] else { return }
    let names = architecture == .i386 ? ["eax", "ecx", "edx"] : ["rax", "rcx", "rdx"]
    modelWrites.append(names.map { UInt32(truncatingIfNeeded: self[$0]) })
  }

  private func trap() {
    let registers = Dictionary(uniqueKeysWithValues: numbers.keys.map { ($0, self[$0]) })
    onTrap(self, Trap(bytes: read(3, at: last), registers: registers))
  }

  /// vmcall and vmmcall, where the emulator's processor does not know them.
  private func invalid() -> Bool {
    let bytes = read(3, at: last)
    let hypervisor = [TrapInstruction.vmcall, .vmmcall].contains { $0.bytes == bytes }
    guard hypervisor else { return false }
    trap()
    hasSkipped = true
    self[architecture == .i386 ? "eip" : "rip"] = last + UInt64(bytes.count)
    return true
  }

  private func cpuid() -> Bool {
    let names =
      architecture == .i386 ? ["eax", "ebx", "ecx", "edx"] : ["rax", "rbx", "rcx", "rdx"]
    guard let answer = onCpuid(UInt32(truncatingIfNeeded: self[names[0]])) else { return false }
    for (name, value) in zip(names, answer) { self[name] = UInt64(value) }
    return true
  }
}

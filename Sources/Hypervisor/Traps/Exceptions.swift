// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Exceptions of the guest, and their delivery to its handlers (xen/arch/x86/traps.c@4.17).
extension Hypervisor {
  /// Exception vectors (processor manual).
  enum Vector {
    static let divide = 0, debug = 1, breakpoint = 3, overflow = 4, invalidOpcode = 6
    static let deviceMissing = 7, doubleFault = 8, stack = 12, protection = 13, page = 14
    static let alignment = 17
    /// Vectors that push an error code.
    static let withError: Set = [8, 10, 11, 12, 13, 14, 17]
  }

  /// Delivers an exception to the guest's handler (pv_inject_event).
  func raise(_ vector: Int, error: UInt32 = 0) {
    let handler = vcpu.traps[vector]
    guard handler.address != 0 else {
      crash("exception \(vector) at \(hex(processor[.rip])), for which it has no handler")
      return
    }
    if request.trace.contains(.traps) {
      onTrace(findings.line(now, "exception \(vector), error \(hex(error))", processor[.rip]))
    }
    enterKernel(
      at: handler.address, error: Vector.withError.contains(vector) ? error : nil,
      masksEvents: handler.masksEvents)
  }

  func handleException(_ vector: Int, _ error: UInt32) {
    switch vector {
    case Vector.protection where vcpu.isInKernel && emulatePrivileged(): break
    case Vector.deviceMissing:
      // Clear TS, which the guest set by a hypercall; its handler may set it again.
      setTaskSwitched(false)
      raise(vector)
    case Vector.debug:
      vcpu.debugRegisters[6] |= 1 << 14
      raise(vector)
    default: raise(vector, error: error)
    }
  }

  /// Handles `int n`, which the guest's trap table allows from some ring on.
  func handleInterrupt(_ vector: Int) {
    let handler = vcpu.traps[vector]
    let privilege: UInt8 = vcpu.isInKernel ? 0 : 3
    guard handler.address != 0, handler.privilege >= privilege else {
      processor[.rip] &-= vector == Vector.breakpoint ? 1 : 2
      raise(Vector.protection, error: UInt32(vector << 3 | 2))
      return
    }
    raise(vector)
  }

  /// Handles `syscall` from user mode.
  func handleGuestSyscall() {
    guard vcpu.syscall.address != 0 else {
      processor[.rip] &-= 2
      raise(Vector.invalidOpcode)
      return
    }
    processor[.rcx] = processor[.rip]
    processor[.r11] = processor[.rflags]
    enterKernel(at: vcpu.syscall.address, masksEvents: vcpu.syscall.masksEvents)
  }

  func handleInvalidOpcode() {
    let place = processor[.rip]
    let bytes = code(at: place)
    if bytes.starts(with: ForcedEmulation.prefix + [0x0f, 0xa2]) {
      let answer = cpuid(
        UInt32(truncatingIfNeeded: processor[.rax]), UInt32(truncatingIfNeeded: processor[.rcx]))
      for (register, value) in zip([Register.rax, .rbx, .rcx, .rdx], answer) {
        processor[register] = UInt64(value)
      }
      processor[.rip] = place &+ UInt64(ForcedEmulation.prefix.count + 2)
      return
    }
    raise(Vector.invalidOpcode)
  }

  func handlePageFault(_ page: UInt64, _ access: Access) {
    let walk = space.walk(page)
    if access == .write, beginPageTableWrite(page, walk) { return }
    let address = MemoryOperand.address(in: page, access: access, self)
    reportGuestFault(address, access, walk)
    var error: UInt32 = walk.isPresent ? 1 : 0
    if access == .write { error |= 2 }
    if !vcpu.isInKernel { error |= 4 }
    if access == .fetch { error |= 16 }
    vcpu.faultAddress = address
    vcpu.info.storeBytes(of: address, toByteOffset: numbers.faultAddress, as: UInt64.self)
    clock.spend(300)
    raise(Vector.page, error: error)
  }

  /// The bytes of the instruction at an address, as many as are readable.
  func code(at address: UInt64) -> [UInt8] {
    let inPage = 4096 - Int(address & 0xfff)
    func read(_ count: Int) -> [UInt8]? {
      let quiet = space.onFault
      space.onFault = { _, _, _ in }
      defer { space.onFault = quiet }
      return try? space.read(count, at: address)
    }
    return read(16) ?? read(min(16, inPage)) ?? []
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Exceptions of the guest, and their delivery to its handlers (xen/arch/x86/traps.c@4.17).
extension Hypervisor {
  /// Exception vectors (processor manual).
  enum Vector {
    static let debug = 1, breakpoint = 3, overflow = 4, invalidOpcode = 6, deviceMissing = 7
    static let segmentMissing = 11, stack = 12, protection = 13, page = 14
    /// System calls of 32-bit programs.
    static let legacySyscall = 0x80
    /// Vectors that push an error code.
    static let withError: Set = [8, 10, 11, 12, 13, 14, 17]
  }

  /// Delivers an exception, or `int n`, to the guest's handler (pv_inject_event).
  ///
  /// - Parameters:
  ///   - isSoftware: whether `int n` made it, which pushes no error code.
  ///   - selectors: of the interrupted code and its stack; nil for those in the processor.
  func raise(
    _ vector: Int, error: UInt32 = 0, isSoftware: Bool = false, selectors: Selectors? = nil
  ) {
    let handler = vcpu.traps[vector]
    guard handler.address != 0 else {
      crash("exception \(vector) at \(hex(processor[.rip])), for which it has no handler")
      return
    }
    if request.trace.contains(.traps) {
      onTrace(findings.line(now, "exception \(vector), error \(hex(error))", processor[.rip]))
    }
    enterKernel(
      handler.entry, error: !isSoftware && Vector.withError.contains(vector) ? error : nil,
      faultAddress: vector == Vector.page && numbers.early != nil ? vcpu.faultAddress : nil,
      selectors: selectors)
  }

  func handleException(_ vector: Int, _ error: UInt32) {
    switch vector {
    case Vector.protection where error == 0 && emulatePrivileged(): break
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

  /// Handles `int n`; rip is after it.
  func handleInterrupt(_ vector: Int) {
    if isPermitted(vector) { return raise(vector, isSoftware: true) }
    processor[.rip] &-= 2
    // The error code of a gate: its index, and the bit of the IDT.
    raise(Vector.protection, error: UInt32(vector << 3 | 2))
  }

  /// Whether the guest may use a gate by `int n` (do_general_protection, permit_softint; kernel
  /// mode counts as ring 1).
  private func isPermitted(_ vector: Int) -> Bool {
    switch vector {
    // Their own gates are open to every ring.
    case Vector.breakpoint, Vector.overflow: return true
    // Xen has a direct way for it, if there is a handler (int80_direct_trap).
    case Vector.legacySyscall where vcpu.traps[vector].address != 0: return true
    default: return vcpu.traps[vector].privilege >= (vcpu.isInKernel ? 1 : 3)
    }
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
    enterKernel(vcpu.syscall)
  }

  /// Handles `sysenter` of a 32-bit guest. It saves neither the place nor the stack of the program
  /// (sysenter_entry, xen/arch/x86/x86_64/entry.S@4.17).
  func handleSysenter() {
    guard !vcpu.isInKernel, vcpu.sysenter.address != 0 else {
      processor[.rip] &-= 2
      return raise(Vector.protection, error: 0)
    }
    (processor[.rip], processor[.rsp]) = (0, 0)
    setCodeSegment(numbers.userCode)
    setStackSegment(numbers.userStack)
    enterKernel(vcpu.sysenter)
  }

  func handleInvalidOpcode() {
    let place = processor[.rip]
    let bytes = code(at: place)
    if interface.release >= ForcedEmulation.since,
      bytes.starts(with: ForcedEmulation.prefix + [0x0f, 0xa2])
    {
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
    // Before any translation, and without an address.
    guard space.format.isAddress(page) else {
      let isStack = access != .fetch && FaultAddress.isOnStack(page, self)
      return raise(isStack ? Vector.stack : Vector.protection)
    }
    let walk = space.walk(page)
    if goesOn(page, access, walk) { return }
    if access == .write, beginPageTableWrite(page, walk) { return }
    let address = FaultAddress.address(in: page, access: access, self)
    reportGuestFault(address, access, walk)
    var error: UInt32 = walk.isPresent ? 1 : 0
    if access == .write { error |= 2 }
    if !vcpu.isInKernel { error |= 4 }
    if access == .fetch, interface.guest != .twoLevels { error |= 16 }
    setFaultAddress(address)
    clock.spend(300)
    raise(Vector.page, error: error)
  }

  /// Lets the guest go on with a translation that it has not flushed, if that permits the access.
  private func goesOn(_ page: UInt64, _ access: Access, _ walk: PageTableWalk) -> Bool {
    guard let use = space.staleUse(page, access, walk) else { return false }
    reportStale(use)
    space.log.useStale(page)
    return true
  }

  /// Sets cr2, which the guest reads in its vcpu_info.
  func setFaultAddress(_ address: UInt64) {
    vcpu.faultAddress = address
    guard numbers.early == nil else { return }
    let place = vcpu.info + numbers.faultAddress
    if interface.guest.is64 {
      place.storeBytes(of: address, as: UInt64.self)
    } else {
      place.storeBytes(of: UInt32(truncatingIfNeeded: address), as: UInt32.self)
    }
  }

  /// The bytes of the instruction at an address, as many as are readable.
  func code(at address: UInt64) -> [UInt8] {
    let inPage = MachineMemory.pageSize - Int(address & 0xfff)
    return space.peek(16, at: address) ?? space.peek(min(16, inPage), at: address) ?? []
  }
}

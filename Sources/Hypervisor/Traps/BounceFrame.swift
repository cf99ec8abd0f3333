// SPDX-License-Identifier: Apache-2.0

import Base

/// Entry into the guest's kernel through a frame on its stack (create_bounce_frame,
/// xen/arch/x86/x86_64/entry.S@4.17).
extension Hypervisor {
  /// Pushes a frame and continues at the address.
  ///
  /// - Parameters:
  ///   - address: of the handler; 0 crashes the domain.
  ///   - error: the error code, for exceptions that have one.
  ///   - masksEvents: whether events are masked on entry.
  ///   - selectors: of the interrupted code and its stack; nil for those in the processor.
  func enterKernel(
    at address: UInt64, error: UInt32? = nil, masksEvents: Bool, selectors: Selectors? = nil
  ) {
    guard address != 0 else {
      crash("it has no handler for what happened")
      return
    }
    let fromUser = !vcpu.isInKernel
    let stack = fromUser ? vcpu.kernelStack.pointer : processor[.rsp]
    let selectors = selectors ?? Selectors(code: processor[.cs], stack: processor[.ss])
    let mask = UInt64(upcallMask ? 1 : 0)
    var words = [processor[.rcx], processor[.r11]]
    if let error { words.append(UInt64(error)) }
    words += [
      processor[.rip],
      selectors.code & (fromUser ? 0xffff : 0xfffc) | mask << 32,
      savedFlags, processor[.rsp], selectors.stack & 0xffff,
    ]
    if fromUser { toggleMode() }
    let top = (stack & ~15) &- UInt64(words.count * 8)
    do throws(XenError) {
      for (index, word) in words.enumerated() {
        try space.store(word, at: top &+ UInt64(index * 8))
      }
    } catch {
      crash("its kernel's stack at \(hex(top)) cannot take a frame for \(hex(address))")
      return
    }
    if masksEvents { upcallMask = true }
    let cleared =
      Numbers.trapFlag | Numbers.nestedTask | Numbers.resume | Numbers.virtual8086
      | Numbers.alignmentCheck
    processor[.rflags] = processor[.rflags] & ~cleared | Numbers.interruptFlag
    setCodeSegment(numbers.kernelCode)
    setStackSegment(numbers.kernelStack)
    processor[.rsp] = top
    processor[.rip] = address
    clock.spend(100)
  }

  /// The flags as the guest must see them: IF reflects the event mask.
  private var savedFlags: UInt64 {
    let flags = processor[.rflags] & ~(Numbers.interruptFlag | Numbers.ioPrivilege)
    return upcallMask ? flags : flags | Numbers.interruptFlag
  }

  /// Sets cs if it changes, because loading a segment reads a descriptor.
  func setCodeSegment(_ selector: UInt64) {
    if processor[.cs] & 0xffff != selector { processor[.cs] = selector }
  }

  func setStackSegment(_ selector: UInt64) {
    if processor[.ss] & 0xffff != selector { processor[.ss] = selector }
  }

  /// Switches between kernel and user mode of the guest: the page tables and the base of GS change
  /// (toggle_guest_mode, xen/arch/x86/pv/domain.c@4.17).
  func toggleMode() {
    vcpu.isInKernel.toggle()
    let base = processor[.gsBase]
    processor[.gsBase] = vcpu.otherGsBase
    vcpu.otherGsBase = base
    useTables()
    flushTranslations()
  }

  /// Makes the tables of the running vCPU's mode the active ones.
  ///
  /// From 4.6 on, Xen enters the machine-to-physical table into a root that is loaded for kernel
  /// mode, and, with the assist, takes it out of one that is loaded for user mode (fill_ro_mpt and
  /// zap_ro_mpt, xen/arch/x86/mm.c@4.17).
  func useTables() {
    space.root = vcpu.root
    space.hidesTable =
      numbers.canHideTable && !vcpu.isInKernel
      && (domain.isTableStrict || vcpu.userRoot != vcpu.kernelRoot)
  }

  /// Drops all translations at the guest's request.
  func flushTranslations() {
    dropTranslations()
    space.log.flushed()
  }

  /// Drops the processor's translations, which is not a flush for the guest.
  func dropTranslations() {
    processor.flushTranslations()
    space.code.flushed()
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base

/// Entry into the guest's kernel through a frame on its stack (create_bounce_frame,
/// xen/arch/x86/x86_64/entry.S and compat/entry.S@4.17).
extension Hypervisor {
  /// Pushes a frame and continues at the handler.
  ///
  /// - Parameters:
  ///   - handler: the entry point; with address 0 the domain crashes.
  ///   - error: the error code, for exceptions that have one.
  ///   - faultAddress: the address of a page fault, which Xen 2.0 pushes on top.
  ///   - segments: whether the selectors of the data segments are pushed too.
  ///   - selectors: of the interrupted code and its stack; nil for those in the processor.
  func enterKernel(
    _ handler: Vcpu.Callback, error: UInt32? = nil, faultAddress: UInt64? = nil,
    segments: Bool = false, selectors: Selectors? = nil
  ) {
    guard handler.address != 0 else {
      crash("it has no handler for what happened")
      return
    }
    let fromUser = !vcpu.isInKernel
    let stack = fromUser ? vcpu.kernelStack.pointer : processor[.rsp]
    let selectors = selectors ?? Selectors(code: processor[.cs], stack: processor[.ss])
    let words =
      [faultAddress].compactMap(\.self)
      + (interface.guest.is64 ? frame64(error, selectors) : frame32(error, selectors, segments))
    if fromUser { toggleMode() }
    let size = UInt64(words.count * interface.guest.wordSize)
    let top = interface.guest.is64 ? (stack & ~15) &- size : (stack &- size) & 0xffff_ffff
    do throws(XenError) {
      for (index, word) in words.enumerated() {
        try space.store(word: word, at: top &+ UInt64(index * interface.guest.wordSize))
      }
    } catch {
      crash("its kernel's stack at \(hex(top)) cannot take a frame for \(hex(handler.address))")
      return
    }
    if handler.masksEvents { upcallMask = true }
    let cleared =
      Numbers.trapFlag | Numbers.nestedTask | Numbers.resume | Numbers.virtual8086
      | (interface.guest.is64 ? Numbers.alignmentCheck : 0)
    processor[.rflags] = processor[.rflags] & ~cleared | Numbers.interruptFlag
    setKernelSegments(handler, fromUser: fromUser)
    processor[.rsp] = top
    processor[.rip] = handler.address
    clock.spend(100)
  }

  private func frame64(_ error: UInt32?, _ selectors: Selectors) -> [UInt64] {
    let code = selectors.code & (vcpu.isInKernel ? 0xfffc : 0xffff)
    return [processor[.rcx], processor[.r11]] + (error.map { [UInt64($0)] } ?? []) + [
      processor[.rip], code | savedMask << 32, savedFlags, processor[.rsp],
      selectors.stack & 0xffff,
    ]
  }

  /// A stack pointer and a segment are only pushed if the ring changes.
  private func frame32(
    _ error: UInt32?, _ selectors: Selectors, _ segments: Bool
  ) -> [UInt64] {
    let data = [Register.ds, .es, .fs, .gs].map { processor[$0] & 0xffff }
    let stack = vcpu.isInKernel ? [] : [processor[.rsp], selectors.stack & 0xffff]
    return (segments ? data : []) + (error.map { [UInt64($0)] } ?? [])
      + [processor[.rip], selectors.code & 0xffff | savedMask << 16, savedFlags] + stack
  }

  /// Xen 2.0 does not save the mask.
  private var savedMask: UInt64 { upcallMask && numbers.early == nil ? 1 : 0 }

  /// The flags as the guest must see them: IF reflects the event mask, and, with the assist, IOPL is
  /// the virtual one.
  private var savedFlags: UInt64 {
    var flags = processor[.rflags] & ~(Numbers.interruptFlag | Numbers.ioPrivilege)
    if hasArchitecturalPrivilege { flags |= vcpu.ioPrivilege << 12 }
    return upcallMask && numbers.early == nil ? flags : flags | Numbers.interruptFlag
  }

  private func setKernelSegments(_ handler: Vcpu.Callback, fromUser: Bool) {
    guard !interface.guest.is64 else {
      setCodeSegment(numbers.kernelCode)
      setStackSegment(numbers.kernelStack)
      return
    }
    guard setCodeSegment(UInt64(handler.selector)),
      !fromUser || setStackSegment(vcpu.kernelStack.selector)
    else {
      crash(
        "its kernel's segments \(hex(UInt64(handler.selector))) and "
          + "\(hex(vcpu.kernelStack.selector)) are not those of its ring")
      return
    }
  }

  /// Sets cs if it changes, because loading a segment reads a descriptor; false if a 32-bit guest
  /// may not load it.
  @discardableResult
  func setCodeSegment(_ selector: UInt64) -> Bool { set(.cs, selector) }

  @discardableResult
  func setStackSegment(_ selector: UInt64) -> Bool { set(.ss, selector) }

  private func set(_ register: Register, _ selector: UInt64) -> Bool {
    if processor[register] & 0xffff == selector { return true }
    processor[register] = selector
    return processor[register] & 0xffff == selector
  }

  /// Switches between kernel and user mode of the guest. In a 64-bit guest the page tables and the
  /// base of GS change (toggle_guest_mode, xen/arch/x86/pv/domain.c@4.17), in a 32-bit one the ring,
  /// with flat segments.
  func toggleMode() {
    vcpu.isInKernel.toggle()
    guard interface.guest.is64 else {
      let isKernel = vcpu.isInKernel
      setCodeSegment(isKernel ? numbers.userCode : numbers.kernelCode)
      setStackSegment(isKernel ? numbers.userStack : numbers.kernelStack)
      processor.enterRing(ofKernel: isKernel)
      return
    }
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

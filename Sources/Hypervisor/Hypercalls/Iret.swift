// SPDX-License-Identifier: Apache-2.0

import Base

extension Hypervisor {
  /// Returns to the state in a frame on the stack (do_iret and compat_iret,
  /// xen/arch/x86/pv/iret.c@4.17).
  func iret(_ call: HypercallRequest) throws(XenError) -> Int64 {
    if interface.guest.is64 { iret64() } else { iret32() }
    return 0
  }

  /// Returns to user mode, and only there, by a frame like that of iret; the event mask stays
  /// (do_switch_to_user, xen/arch/x86/domain.c@3.0.0).
  func switchToUser(_ call: HypercallRequest) throws(XenError) -> Int64 {
    var words: [UInt64] = []
    for index in 0..<9 { words.append(try space.word(processor[.rsp] &+ UInt64(index * 8))) }
    guard vcpu.userRoot != 0 else { throw .fault }
    toggleMode()
    let flags = words[6] & ~(Numbers.ioPrivilege | Numbers.virtual8086) | Numbers.interruptFlag | 2
    let isSyscall = words[3] & numbers.inSyscall != 0
    processor[.rax] = words[0]
    processor[.r11] = isSyscall ? flags : words[1]
    processor[.rcx] = isSyscall ? words[4] : words[2]
    processor[.rip] = words[4]
    processor[.rflags] = flags
    processor[.rsp] = words[7]
    setCodeSegment(words[5] & 0xffff | 3)
    setStackSegment(words[8] & 0xffff | 3)
    return 0
  }

  /// Enters virtual 8086 mode, for which the processor played here has no room.
  func switchVm86(_ call: HypercallRequest) throws(XenError) -> Int64 {
    crash("it enters virtual 8086 mode by hypercall, which is not played here")
    return 0
  }

  /// The first words of the frame; nil if it is not mapped, which crashes the domain.
  private func frame(_ count: Int) -> [UInt64]? {
    let frame = processor[.rsp]
    do throws(XenError) {
      var words: [UInt64] = []
      for index in 0..<count {
        words.append(try space.word(frame &+ UInt64(index * interface.guest.wordSize)))
      }
      return words
    } catch {
      crash("the frame of an iret at \(hex(frame)) is not mapped")
      return nil
    }
  }

  private func iret64() {
    // struct iret_context: rax, r11, rcx, flags, rip, cs, rflags, rsp, ss.
    guard let words = frame(9) else { return }
    let toUser = words[5] & 3 == 3
    if toUser, vcpu.isInKernel {
      guard vcpu.userRoot != 0 else {
        crash("it returns to user mode, which has no page tables")
        return
      }
      toggleMode()
    }
    let flags = words[6] & ~(Numbers.ioPrivilege | Numbers.virtual8086 | Numbers.nestedTask)
    processor[.rax] = words[0]
    if words[3] & numbers.inSyscall == 0 {
      processor[.r11] = words[1]
      processor[.rcx] = words[2]
    } else {
      processor[.r11] = flags
      processor[.rcx] = words[4]
    }
    processor[.rip] = words[4]
    processor[.rflags] = flags | Numbers.interruptFlag | 2
    setPrivilege(words[6])
    processor[.rsp] = words[7]
    let selectors = Selectors(code: words[5] & 0xffff | 3, stack: words[8] & 0xffff | 3)
    let refusal = refusal(of: selectors)
    if refusal == nil {
      setCodeSegment(selectors.code)
      setStackSegment(selectors.stack)
    }
    // Unmask events last, when all other state is restored.
    upcallMask = words[6] & Numbers.interruptFlag == 0
    if let refusal { raise(refusal.vector, error: refusal.error, selectors: selectors) }
  }

  private func iret32() {
    // eax, eip, cs, eflags; then esp and ss if the ring changes.
    guard let words = frame(4) else { return }
    let (code, flags) = (words[2] & 0xffff, words[3])
    guard flags & Numbers.virtual8086 == 0 else {
      crash("it returns to virtual 8086 mode, which guests of a 64-bit Xen do not have")
      return
    }
    let ring = code & 3
    guard ring == 1 || ring == 3 else {
      crash("it returns to ring \(ring), by the code segment \(hex(code))")
      return
    }
    var stack = (pointer: processor[.rsp] &+ 16, selector: processor[.ss] & 0xffff)
    if ring == 3 {
      guard let words = frame(6) else { return }
      stack = (words[4], words[5] & 0xffff)
      if vcpu.isInKernel { toggleMode() }
    }
    processor[.rax] = words[0]
    processor[.rip] = words[1]
    processor[.rflags] =
      flags & ~(Numbers.ioPrivilege | Numbers.nestedTask) | Numbers.interruptFlag | 2
    setPrivilege(flags)
    processor[.rsp] = stack.pointer
    let isGood = setCodeSegment(code) && setStackSegment(stack.selector)
    if ring == 3 { dropKernelSegments() }
    upcallMask = flags & Numbers.interruptFlag == 0
    // A segment that cannot be loaded is for the guest to handle (failsafe_callback).
    if !isGood { enterKernel(vcpu.failsafe, segments: true) }
  }

  /// With the assist, the flags of the frame set the virtual IOPL.
  private func setPrivilege(_ flags: UInt64) {
    if hasArchitecturalPrivilege { vcpu.ioPrivilege = (flags & Numbers.ioPrivilege) >> 12 }
  }

  /// Empties data segments of the kernel, as a processor does when it returns to ring 3.
  private func dropKernelSegments() {
    for register in [Register.ds, .es, .fs, .gs] {
      let selector = processor[register] & 0xffff
      let isOpen = ownPages.descriptor(selector).map { Descriptor.isUsable($0) } ?? false
      if selector > 3, !isOpen { processor[register] = 0 }
    }
  }

  /// The exception of Xen's own iretq to the place in rip with these selectors; nil if it succeeds.
  /// The guest sees it as an exception at that place (search_pre_exception_table,
  /// xen/arch/x86/extable.c@4.17).
  private func refusal(of selectors: Selectors) -> (vector: Int, error: UInt32)? {
    if let refusal = refusal(of: selectors.code, isCode: true) { return refusal }
    if let refusal = refusal(of: selectors.stack, isCode: false) { return refusal }
    return space.format.isAddress(processor[.rip]) ? nil : (Vector.protection, 0)
  }

  /// The exception of loading a selector for ring 3 as that of code, or of a stack (processor
  /// manual, IRET).
  private func refusal(of selector: UInt64, isCode: Bool) -> (vector: Int, error: UInt32)? {
    let index = UInt32(selector & 0xfffc)
    let isLocal = selector & 4 != 0
    guard index != 0, !isLocal || selector >> 3 < vcpu.localTable.entries,
      let descriptor = ownPages.descriptor(selector),
      isCode ? Descriptor.isCode(descriptor) : Descriptor.isStack(descriptor)
    else { return (Vector.protection, index) }
    guard !Descriptor.isPresent(descriptor) else { return nil }
    return (isCode ? Vector.segmentMissing : Vector.stack, index)
  }
}

/// The selectors of code and of its stack.
struct Selectors {
  let code, stack: UInt64
}

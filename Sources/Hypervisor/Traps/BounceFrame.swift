// SPDX-License-Identifier: Apache-2.0

import Base

/// Entering the guest's kernel by a frame on its stack (create_bounce_frame,
/// xen/arch/x86/x86_64/entry.S@4.17).
extension Hypervisor {
  /// Puts the frame there and goes on at the address.
  ///
  /// - Parameters:
  ///   - error: the error code that some exceptions have.
  ///   - masksEvents: as an interrupt gate does.
  func enterKernel(at address: UInt64, error: UInt32? = nil, masksEvents: Bool) {
    guard address != 0 else {
      crash("it has no handler for what happened")
      return
    }
    let fromUser = !vcpu.isInKernel
    let stack = fromUser ? vcpu.kernelStack.pointer : processor[.rsp]
    let code = processor[.cs]
    let stackSegment = processor[.ss]
    let mask = UInt64(upcallMask ? 1 : 0)
    var words = [processor[.rcx], processor[.r11]]
    if let error { words.append(UInt64(error)) }
    words += [
      processor[.rip],
      (fromUser ? code & 0xffff : code & 0xfffc) | mask << 32,
      savedFlags, processor[.rsp], stackSegment & 0xffff,
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

  /// The flags as the guest is to see them: its interrupts are the events.
  private var savedFlags: UInt64 {
    let flags = processor[.rflags] & ~(Numbers.interruptFlag | Numbers.ioPrivilege)
    return upcallMask ? flags : flags | Numbers.interruptFlag
  }

  /// Only where it changes: loading a segment takes a descriptor.
  func setCodeSegment(_ selector: UInt64) {
    if processor[.cs] & 0xffff != selector { processor[.cs] = selector }
  }

  func setStackSegment(_ selector: UInt64) {
    if processor[.ss] & 0xffff != selector { processor[.ss] = selector }
  }

  /// Between the guest's kernel and user mode: the page tables and the base of GS are the other's
  /// (toggle_guest_mode, xen/arch/x86/pv/domain.c@4.17).
  func toggleMode() {
    vcpu.isInKernel.toggle()
    let base = processor[.gsBase]
    processor[.gsBase] = vcpu.otherGsBase
    vcpu.otherGsBase = base
    space.root = vcpu.root
    flushTranslations()
  }

  /// Nothing that the processor knows of addresses is true any more, and the guest knows.
  func flushTranslations() {
    dropTranslations()
    space.log.flushed()
  }

  /// The processor has to ask for each address again, which the guest knows nothing of.
  func dropTranslations() {
    processor.flushTranslations()
    space.code.flushed()
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base

extension Hypervisor {
  /// Returns to the state in a frame on the stack (do_iret, xen/arch/x86/pv/iret.c@4.17).
  func iret(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let frame = processor[.rsp]
    // struct iret_context: rax, r11, rcx, flags, rip, cs, rflags, rsp, ss.
    var words = [UInt64](repeating: 0, count: 9)
    do throws(XenError) {
      for index in words.indices { words[index] = try space.load(frame &+ UInt64(index * 8)) }
    } catch {
      crash("the frame of an iret at \(hex(frame)) is not mapped")
      return 0
    }
    let toUser = words[5] & 3 == 3
    if toUser, vcpu.isInKernel {
      guard vcpu.userRoot != 0 else {
        crash("it returns to user mode, which has no page tables")
        return 0
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
    return 0
  }

  /// The exception of Xen's own iretq to the place in rip with these selectors; nil if it succeeds.
  /// The guest sees it as an exception at that place (search_pre_exception_table,
  /// xen/arch/x86/extable.c@4.17).
  private func refusal(of selectors: Selectors) -> (vector: Int, error: UInt32)? {
    if let refusal = refusal(of: selectors.code, isCode: true) { return refusal }
    if let refusal = refusal(of: selectors.stack, isCode: false) { return refusal }
    return AddressSpace.isCanonical(processor[.rip]) ? nil : (Vector.protection, 0)
  }

  /// The exception of loading a selector for ring 3 as that of code, or of a stack (processor
  /// manual, IRET).
  private func refusal(
    of selector: UInt64, isCode: Bool
  ) -> (vector: Int, error: UInt32)? {
    let index = UInt32(selector & 0xfffc)
    let isLocal = selector & 4 != 0
    guard index != 0, !isLocal || selector >> 3 < vcpu.localTable.entries,
      let raw = ownPages.descriptor(selector)
    else { return (Vector.protection, index) }
    let descriptor = SegmentDescriptor(raw)
    guard descriptor.isUsable(asCode: isCode) else { return (Vector.protection, index) }
    guard descriptor.isPresent else {
      return (isCode ? Vector.segmentMissing : Vector.stack, index)
    }
    return nil
  }
}

/// The selectors of code and of its stack.
struct Selectors {
  let code, stack: UInt64
}

/// A descriptor of a code or data segment (processor manual, segment descriptors).
struct SegmentDescriptor {
  private let raw: UInt64

  init(_ raw: UInt64) { self.raw = raw }

  var isPresent: Bool { bit(47) }

  /// Whether it is a code segment, or a writable data segment, for ring 3.
  func isUsable(asCode wantsCode: Bool) -> Bool {
    let privilege = raw >> 45 & 3
    let (isSegment, isCode, isConforming, isWritable) = (bit(44), bit(43), bit(42), bit(41))
    guard isSegment, isCode == wantsCode else { return false }
    return wantsCode ? isConforming || privilege == 3 : isWritable && privilege == 3
  }

  private func bit(_ number: Int) -> Bool { raw >> UInt64(number) & 1 == 1 }
}

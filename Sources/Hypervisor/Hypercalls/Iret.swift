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
    setCodeSegment(words[5] & 0xffff | 3)
    setStackSegment(words[8] & 0xffff | 3)
    // Unmask events last, when all other state is restored.
    upcallMask = words[6] & Numbers.interruptFlag == 0
    return 0
  }
}

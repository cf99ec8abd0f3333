// SPDX-License-Identifier: Apache-2.0

/// The page of stubs that Xen writes for a guest (3.0.2 on): call the page's address plus number
/// times the size of an entry. Source: public/arch-x86/xen-x86_64.h, xen/arch/x86/pv/hypercall.c@4.17.
public enum HypercallPage {
  /// In bytes.
  public static let size = 4096
  /// Bytes of one stub.
  public static let entrySize = 32
  /// Stubs in the page.
  public static let entryCount = size / entrySize

  /// Xen's code of the stub, without the rest of the entry.
  public static func stub(
    _ number: Int, for caller: Hypercall.Caller, by trap: TrapInstruction
  ) -> [UInt8] {
    let isIret = number == Hypercall.iretNumber
    switch caller {
    case .pv32: return isIret ? pushEax + load(number) + trap.bytes : call(number, trap)
    case .pv64:
      return isIret
        ? pushRcxR11 + pushEax + load(number) + trap.bytes
        : pushRcxR11 + load(number) + trap.bytes + popR11Rcx + ret
    case .hvm32, .hvm64: return isIret ? invalid : call(number, trap)
    }
  }

  private static func call(_ number: Int, _ trap: TrapInstruction) -> [UInt8] {
    load(number) + trap.bytes + ret
  }

  /// `mov $number, %eax`.
  private static func load(_ number: Int) -> [UInt8] {
    [0xb8] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// The same byte pushes rax in 64-bit mode.
  private static let pushEax: [UInt8] = [0x50]
  private static let pushRcxR11: [UInt8] = [0x51, 0x41, 0x53]
  private static let popR11Rcx: [UInt8] = [0x41, 0x5b, 0x59]
  private static let ret: [UInt8] = [0xc3]
  /// `ud2`: there is nothing for such guests to return to.
  private static let invalid: [UInt8] = [0x0f, 0x0b]
}

extension Hypercall {
  /// The call whose stub one jumps to, the frame on the stack: it has no way back.
  public static let iretNumber = 23

  /// Numbers that Xen looks up; from this one on it refuses all alike. Source: NR_hypercalls
  /// (xen/arch/x86/include/asm/hypercall.h@4.17).
  public static let tableEnd = 64

  /// What the stub of `iret` pushes before it traps, first to last, on top of the frame.
  public static func iretPushes(for caller: Caller) -> [String] {
    switch caller {
    case .pv32: ["eax"]
    case .pv64: ["rcx", "r11", "rax"]
    case .hvm32, .hvm64: []
    }
  }
}

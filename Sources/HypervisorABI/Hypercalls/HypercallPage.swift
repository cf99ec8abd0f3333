// SPDX-License-Identifier: Apache-2.0

/// The page of stubs that Xen writes for a guest, since 3.0.2. The guest calls the page's address +
/// number × `entrySize`. Source: public/arch-x86/xen-x86_64.h, xen/arch/x86/pv/hypercall.c@4.17.
public enum HypercallPage {
  /// The size of the page, in bytes.
  public static let size = 4096
  /// The size of a stub's slot, in bytes.
  public static let entrySize = 32
  /// The number of stubs in the page.
  public static let entryCount = size / entrySize

  /// The machine code that Xen writes for a stub, without the padding of its slot.
  ///
  /// - Parameters:
  ///   - number: the hypercall's number.
  ///   - caller: the kind of guest.
  ///   - trap: the instruction that enters Xen.
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

  /// Encodes `mov $number, %eax`.
  private static func load(_ number: Int) -> [UInt8] {
    [0xb8] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// `push %eax`; in 64-bit mode the same byte is `push %rax`.
  private static let pushEax: [UInt8] = [0x50]
  private static let pushRcxR11: [UInt8] = [0x51, 0x41, 0x53]
  private static let popR11Rcx: [UInt8] = [0x41, 0x5b, 0x59]
  private static let ret: [UInt8] = [0xc3]
  /// `ud2`: a guest in an HVM container has nothing to return to by this call.
  private static let invalid: [UInt8] = [0x0f, 0x0b]
}

extension Hypercall {
  /// The number of `iret`. A guest jumps to its stub with the frame on the stack; the call does not
  /// return.
  public static let iretNumber = 23

  /// The size of Xen's hypercall table: Xen rejects this number and all above. Source:
  /// NR_hypercalls, xen/arch/x86/include/asm/hypercall.h@4.17.
  public static let tableEnd = 64

  /// The registers that the stub of `iret` pushes on top of the frame before it traps, first to
  /// last.
  public static func iretPushes(for caller: Caller) -> [String] {
    switch caller {
    case .pv32: ["eax"]
    case .pv64: ["rcx", "r11", "rax"]
    case .hvm32, .hvm64: []
    }
  }
}

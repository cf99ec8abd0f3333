// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The type of a PV guest, which decides its interface, its page tables and its segments.
enum GuestType: Sendable {
  /// 64 bits.
  case pv64
  /// 32 bits with PAE: page tables of three levels.
  case pae
  /// 32 bits without PAE: page tables of two levels, with entries of 32 bits.
  case twoLevels

  /// Nil for a type that is not one of a PV guest on x86.
  init?(_ name: GuestTypeName) {
    switch name {
    case .pv64: self = .pv64
    case .pv32PAE: self = .pae
    case .pv32: self = .twoLevels
    case .hvm32, .hvm32PAE, .hvm64, .ia64, .ia64BigEndian, .powerPC64, .unknown: return nil
    }
  }

  var name: GuestTypeName {
    switch self {
    case .pv64: .pv64
    case .pae: .pv32PAE
    case .twoLevels: .pv32
    }
  }

  var is64: Bool { self == .pv64 }
  var architecture: Architecture { is64 ? .x86_64 : .i386 }
  var caller: Hypercall.Caller { Hypercall.Caller(architecture, isHvm: false) }
  /// The size of a word, of a pointer and of a frame number in bytes.
  var wordSize: Int { architecture.wordSize }
  /// The instruction of the hypercall page that enters Xen.
  var trap: TrapInstruction { is64 ? .syscall : .int82 }
  /// The ring of the guest's kernel. That of a 64-bit guest shares ring 3 with its programs.
  var kernelRing: UInt64 { is64 ? 3 : 1 }

  /// The linear address of Xen's own pages of the first vCPU, inside Xen's addresses
  /// (PERDOMAIN_VIRT_START, arch/x86/include/asm/config.h@4.17).
  var ownPages: UInt64 { is64 ? 0xffff_8200_0000_0000 : 0xfe00_0000 }
  /// The linear address at which a frame is mapped while its code is dropped (`CodeFrames`).
  var codeWindow: UInt64 { is64 ? 0xffff_8300_0000_0000 : 0xff00_0000 }
  /// An address that no kernel maps, so that a fault there shows its origin.
  var poison: UInt64 { is64 ? 0x7ead_0bad_0000 : 0xfdba_d000 }

  /// The value of cr3 for a root table. A 32-bit one has the bits from 2^32 on in its low bits
  /// (xen_pfn_to_cr3, public/arch-x86/xen-x86_32.h).
  func root(of frame: UInt64) -> UInt64 {
    is64 ? frame << 12 : (frame << 12 | frame >> 20) & 0xffff_ffff
  }

  /// The frame of a root table from a value of cr3 (xen_cr3_to_pfn).
  func frame(ofRoot value: UInt64) -> UInt64 {
    is64 ? value >> 12 : value >> 12 & 0xf_ffff | value << 20 & 0xfff0_0000
  }

  /// A selector of the kernel's, which does not ask for a lower ring (fixup_guest_code_selector,
  /// arch/x86/include/asm/x86_64/uaccess.h@4.17).
  func kernelSelector(_ selector: UInt64) -> UInt16 {
    let low = UInt16(truncatingIfNeeded: selector)
    return is64 || low & 3 != 0 ? low : low | 1
  }

  /// The registers of a hypercall's arguments, the first one first.
  var argumentRegisters: [Register] {
    is64 ? [.rdi, .rsi, .rdx, .r10, .r8] : [.rbx, .rcx, .rdx, .rsi, .rdi]
  }
}

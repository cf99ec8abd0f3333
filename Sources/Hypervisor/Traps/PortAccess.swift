// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Instructions

/// An access to I/O ports by `in` or `out`.
struct PortAccess: Equatable {
  let isRead: Bool
  let port: UInt64
  /// 1, 2 or 4.
  let bytes: UInt64

  /// - Parameters:
  ///   - instruction: the instruction; nil is the result unless it is `in` or `out`.
  ///   - code: its bytes.
  ///   - port: the value of rdx.
  init?(_ instruction: Instruction, _ code: [UInt8], port: UInt64) {
    guard [.in, .out].contains(instruction.kind) else { return nil }
    let place = Int(instruction.opcodeOffset) + 1
    let isImmediate = instruction.opcode < 0xe8
    guard !isImmediate || place < code.count else { return nil }
    isRead = instruction.kind == .in
    self.port = isImmediate ? UInt64(code[place]) : port & 0xffff
    let isWord = instruction.prefixes.contains(.operandSize)
    bytes = instruction.opcode & 1 == 0 ? 1 : isWord ? 2 : 4
  }
}

extension Hypervisor {
  /// Performs an access if the guest has the right to it. The machine has no devices: a read gives
  /// all ones, and a write is lost.
  func perform(_ access: PortAccess) -> Bool {
    guard mayUseAllPorts || isOpen(access) else { return false }
    guard access.isRead else { return true }
    let old = processor[.rax]
    switch access.bytes {
    case 1: processor[.rax] = old | 0xff
    case 2: processor[.rax] = old | 0xffff
    default: processor[.rax] = 0xffff_ffff
    }
    return true
  }

  /// Whether the virtual IOPL opens all ports (iopl_ok, xen/arch/x86/pv/emul-priv-op.c@4.17). The
  /// kernel counts as ring 1, or as ring 0 with the assist.
  var mayUseAllPorts: Bool {
    let ring: UInt64 = vcpu.isInKernel ? hasArchitecturalPrivilege ? 0 : 1 : 3
    return ring <= vcpu.ioPrivilege
  }

  /// Whether the virtual IOPL is in the flags of frames, as on the bare machine, and not only set by
  /// a hypercall (VMASST_TYPE_architectural_iopl).
  var hasArchitecturalPrivilege: Bool {
    interface.numberIfNamed("VMASST_TYPE_architectural_iopl")
      .map { domain.assists >> $0 & 1 == 1 } ?? false
  }

  /// Whether the kernel's bitmap has the bits of the ports clear (guest_io_okay). What cannot be
  /// read is closed.
  private func isOpen(_ access: PortAccess) -> Bool {
    guard access.port + access.bytes <= vcpu.openPorts.count else { return false }
    // The bitmap is in the kernel's memory.
    let root = space.root
    space.root = vcpu.kernelRoot
    defer { space.root = root }
    let place = vcpu.openPorts.bitmap &+ access.port / 8
    let low = space.peek(1, at: place)?[0] ?? 0xff
    let high = space.peek(1, at: place &+ 1)?[0] ?? 0xff
    let mask = (UInt16(1) << UInt16(access.bytes) - 1) << UInt16(access.port % 8)
    return (UInt16(high) << 8 | UInt16(low)) & mask == 0
  }
}

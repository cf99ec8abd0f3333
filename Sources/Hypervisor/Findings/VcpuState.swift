// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Instructions

/// What a vCPU did when its domain's run ended, and how it came there.
public struct VcpuState: Sendable {
  /// A place in the kernel: of the next instruction, or one to which a function returns.
  public struct Frame: Sendable {
    public let address: UInt64
    /// `symbol+0x1f`; nil without a symbol.
    public let symbol: String?
    /// The line of source code; nil without DWARF.
    public let line: String?
  }

  /// What the guest does on it.
  public enum Activity: String, Sendable { case running, blocked }

  public let id: Int
  public let activity: Activity
  /// Whether it is in the guest's kernel, rather than in user mode.
  public let isInKernel: Bool
  /// The registers by their name, in the order of Xen's own dump.
  public let registers: [(name: String, value: UInt64)]
  /// The next instruction, then what looks like return addresses on the kernel's stack, the latest
  /// first.
  public let frames: [Frame]
}

extension Hypervisor {
  /// The states of the vCPUs that are online; the one that ran last comes first. For the end of a
  /// run.
  public func states() -> [VcpuState] {
    let last = vcpu
    return ([last] + vcpus.filter { $0 !== last }).filter(\.isUp).map { vcpu in
      switchTo(vcpu)
      return state
    }
  }

  /// The names of the registers of a dump (_show_registers, xen/arch/x86/x86_64/traps.c@4.17).
  private static let dumped: [Register] = [
    .rip, .rflags, .rax, .rbx, .rcx, .rdx, .rsi, .rdi, .rbp, .rsp, .r8, .r9, .r10, .r11, .r12, .r13,
    .r14, .r15,
  ]

  /// The state of the running vCPU.
  private var state: VcpuState {
    let guest = interface.guest
    let registers = Self.dumped.compactMap { register in
      register.name(in: guest).map { ($0, processor[register]) }
    }
    let bases: [(String, UInt64)] = [
      ("fsb", processor[.fsBase]), ("gsb", processor[.gsBase]), ("gss", vcpu.otherGsBase),
    ]
    let selectors: [(String, Register)] =
      (guest.is64 ? [] : [("ds", .ds), ("es", .es), ("fs", .fs), ("gs", .gs)])
      + [("cs", .cs), ("ss", .ss)]
    let others: [(String, UInt64)] =
      [
        ("cr0", processor[.cr0]), ("cr2", vcpu.faultAddress),
        ("cr3", vcpu.root << MachineMemory.pageShift),
      ] + (guest.is64 ? bases : []) + selectors.map { ($0.0, processor[$0.1] & 0xffff) }
    let place = frame(processor[.rip], isReturn: false)
    return VcpuState(
      id: vcpu.id, activity: vcpu.isBlocked ? .blocked : .running, isInKernel: vcpu.isInKernel,
      registers: registers + others,
      frames: [place] + (vcpu.isInKernel ? returns.map { frame($0, isReturn: true) } : []))
  }

  private func frame(_ address: UInt64, isReturn: Bool) -> VcpuState.Frame {
    VcpuState.Frame(
      address: address, symbol: findings.symbol(at: address),
      line: findings.line(at: address, isReturn: isReturn))
  }

  /// The most words of the stack that are looked at, and the most addresses that are taken.
  private static let (deepestWord, mostReturns): (UInt64, Int) = (1024, 24)

  /// The words on the stack, from rsp on, that point behind a call in the kernel's code.
  private var returns: [UInt64] {
    var found: [UInt64] = []
    for index in 0..<Self.deepestWord where found.count < Self.mostReturns {
      let place = processor[.rsp] &+ index * UInt64(interface.guest.wordSize)
      guard let word = space.peek(place) else { break }
      if findings.isCode(word), isBehindCall(word) { found.append(word) }
    }
    return found
  }

  private func isBehindCall(_ address: UInt64) -> Bool {
    (2...7).contains { length in
      guard let bytes = space.peek(length, at: address &- UInt64(length)) else { return false }
      let one = bytes.withUnsafeBytes { InstructionDecoder(mode).decode($0, at: 0) }
      guard one.length == length, one.map == .oneByte else { return false }
      // call rel32; call by a register or a word of memory.
      return one.opcode == 0xe8 || one.opcode == 0xff && one.reg == 2
    }
  }
}

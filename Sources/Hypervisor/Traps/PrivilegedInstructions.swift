// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Instructions
import Loaders

/// Instructions that Xen emulates for a guest's kernel, and for programs that may use ports
/// (xen/arch/x86/pv/emul-priv-op.c@4.17).
/// `Treatment`, the table of `pvkit scan`, says which they are.
extension Hypervisor {
  /// Emulates the instruction at rip; false if Xen would not.
  func emulatePrivileged() -> Bool {
    // Xen 2.0 emulates none (do_general_protection, xen/arch/x86/traps.c@2.0.6).
    guard numbers.early == nil else { return false }
    let place = processor[.rip]
    let bytes = code(at: place)
    guard !bytes.isEmpty else { return false }
    let instruction = bytes.withUnsafeBytes { InstructionDecoder(mode).decode($0, at: 0) }
    if let access = PortAccess(instruction, bytes, port: processor[.rdx]) {
      guard perform(access) else { return false }
    } else {
      guard vcpu.isInKernel || Self.needsPrivilege.contains(instruction.kind),
        isEmulated(instruction), execute(instruction, bytes)
      else { return false }
    }
    processor[.rip] = place &+ UInt64(instruction.length)
    clock.spend(500)
    return true
  }

  /// The mode in which the guest's instructions are decoded.
  var mode: CodeMode { interface.guest.is64 ? .bits64 : .bits32 }

  private func isEmulated(_ instruction: Instruction) -> Bool {
    let role: DomainRole = domain.role == .dom0 ? .dom0 : .domU
    let treatment = Treatment.of(instruction.kind, in: interface.release, role: role)
    // With a virtual IOPL these two have no effect, although their row says that they fault.
    return Self.needsPrivilege.contains(instruction.kind)
      || treatment.map { $0.outcome != .faults && $0.outcome != .misleads } ?? true
  }

  /// The instructions that need a virtual IOPL only, which programs may have too.
  private static let needsPrivilege: Set<InstructionClass> = [.cli, .sti]

  private func execute(_ instruction: Instruction, _ bytes: [UInt8]) -> Bool {
    let source = operand(instruction, bytes)
    switch instruction.kind {
    case .clts: setTaskSwitched(false)
    case .movFromCR: return readControl(control(instruction, bytes), into: source)
    case .movToCR0:
      let taskSwitched: UInt64 = 1 << 3
      guard (processor[source] ^ controlZero) & ~taskSwitched == 0 else { return false }
      setTaskSwitched(processor[source] & taskSwitched != 0)
    case .movToCR2:
      setFaultAddress(processor[source])
    case .movToCR3:
      let frame = interface.guest.frame(ofRoot: processor[source])
      do { try newBase(frame) } catch { return false }
    case .movToCR4: break
    case .movFromDR:
      processor[source] = vcpu.debugRegisters[Int(instruction.reg)]
    case .movToDR:
      vcpu.debugRegisters[Int(instruction.reg)] = processor[source]
    case .rdmsr: return readModelSpecific()
    case .wrmsr: return writeModelSpecific()
    case .wbinvd: break
    case .cli, .sti: return mayUseAllPorts
    case .xsetbv: return false
    default: return false
    }
    return true
  }

  private func operand(_ instruction: Instruction, _ bytes: [UInt8]) -> Register {
    let extra = instruction.prefixes.contains(.extendedRm) ? 8 : 0
    return Register.general[Int(instruction.rm) + extra]
  }

  private func control(_ instruction: Instruction, _ bytes: [UInt8]) -> Int {
    Int(instruction.reg) + (instruction.prefixes.contains(.extendedReg) ? 8 : 0)
  }

  /// cr0 as a guest sees it: protected mode, paging, and the guest's own TS.
  private var controlZero: UInt64 {
    0x8005_0033 | (vcpu.isTaskSwitched ? 1 << 3 : 0)
  }

  private func readControl(_ number: Int, into register: Register) -> Bool {
    switch number {
    case 0: processor[register] = controlZero
    case 2: processor[register] = vcpu.faultAddress
    case 3: processor[register] = interface.guest.root(of: vcpu.kernelRoot)
    // PAE, PGE, OSFXSR, OSXMMEXCPT, as in the processor.
    case 4: processor[register] = interface.guest == .twoLevels ? 0x680 : 0x6a0
    default: return false
    }
    return true
  }

  /// Reads a register that a PV guest may read (guest_rdmsr and read_msr). Others read as 0 before
  /// 4.15, and fault since.
  private func readModelSpecific() -> Bool {
    let value: UInt64
    // EFER (SCE, LME, LMA, NXE), the bases of FS, GS and the inactive GS, TSC, APIC_BASE, PAT and
    // MISC_ENABLE.
    switch processor[.rcx] & 0xffff_ffff {
    case 0xc000_0080: value = 0xd01
    case 0xc000_0100 where interface.guest.is64: value = processor[.fsBase]
    case 0xc000_0101 where interface.guest.is64: value = processor[.gsBase]
    case 0xc000_0102 where interface.guest.is64: value = vcpu.otherGsBase
    case 0x10: value = timeStamp()
    case 0x1b: value = 0xfee0_0900
    case 0x277: value = 0x0007_0406_0007_0406
    case 0x1a0: value = 1
    default:
      guard interface.release < .init(4, 15) else { return false }
      value = 0
    }
    processor[.rax] = value & 0xffff_ffff
    processor[.rdx] = value >> 32
    return true
  }

  private func writeModelSpecific() -> Bool {
    let value = processor[.rdx] << 32 | processor[.rax] & 0xffff_ffff
    switch processor[.rcx] & 0xffff_ffff {
    case 0xc000_0100...0xc000_0102:
      guard interface.guest.is64, space.format.isAddress(value) else { return false }
      switch processor[.rcx] & 3 {
      case 0: processor[.fsBase] = value
      case 1: processor[.gsBase] = value
      default: vcpu.otherGsBase = value
      }
    case 0xc000_0080: return value == 0xd01
    default: return interface.release < .init(4, 15)
    }
    return true
  }
}

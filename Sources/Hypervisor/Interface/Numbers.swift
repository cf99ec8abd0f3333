// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Numbers of the interface that are needed often, looked up once.
struct Numbers: Sendable {
  // Offsets in shared_info and vcpu_info.
  let sharedVcpuInfo: Int
  let upcallPending, upcallMask, pendingSelector, faultAddress: Int
  let time: (version: Int, stamp: Int, systemTime: Int, multiplier: Int, shift: Int)
  let wallClock: (version: Int, seconds: Int, nanoseconds: Int)
  // Selectors.
  let kernelCode, kernelStack: UInt64
  let userCode, userStack: UInt64
  // Special domain ids.
  let selfId, ioId: UInt64
  let machineToPhysicalStart: UInt64
  /// Whether user mode may be without the machine-to-physical table.
  let canHideTable: Bool
  /// The first of Xen's own entries of a GDT, and their number.
  let gdtEntries, reservedEntries: UInt64
  let inSyscall: UInt64
  let update: (ptr: Int, val: Int, size: Int)
  let mmuext: (command: Int, first: Int, second: Int, size: Int)
  let multicall: (op: Int, result: Int, args: Int, size: Int)
  /// What a new vCPU has in its debug registers: since 4.12, the values that a processor starts with
  /// (arch_vcpu_create, xen/arch/x86/domain.c@4.12).
  let debugRegisters: [UInt64]
  /// What Xen 2.0 has in place of some of them, which are 0 then; nil in later releases.
  let early: EarlyNumbers?

  /// Bits of rflags.
  static let interruptFlag: UInt64 = 1 << 9
  static let trapFlag: UInt64 = 1 << 8
  static let ioPrivilege: UInt64 = 3 << 12
  static let nestedTask: UInt64 = 1 << 14
  static let resume: UInt64 = 1 << 16
  static let virtual8086: UInt64 = 1 << 17
  static let alignmentCheck: UInt64 = 1 << 18

  init(_ interface: Interface) {
    let shared = interface.knownStructure("shared_info")
    early = interface.release.isEarly ? EarlyNumbers(interface) : nil
    if let early {
      sharedVcpuInfo = shared.offset("vcpu_data")
      (upcallPending, upcallMask) = (early.upcallPending, early.upcallMask)
      pendingSelector = shared.offset("evtchn_pending_sel") - sharedVcpuInfo
      faultAddress = 0
      time = (0, 0, 0, 0, 0)
      wallClock = (0, shared.offset("wc_sec"), 0)
    } else {
      let vcpu = interface.knownStructure("vcpu_info")
      sharedVcpuInfo = shared.offset("vcpu_info")
      upcallPending = vcpu.offset("evtchn_upcall_pending")
      upcallMask = vcpu.offset("evtchn_upcall_mask")
      pendingSelector = vcpu.offset("evtchn_pending_sel")
      faultAddress = vcpu.offset("arch.cr2")
      time = (
        vcpu.offset("time.version"), vcpu.offset("time.tsc_timestamp"),
        vcpu.offset("time.system_time"), vcpu.offset("time.tsc_to_system_mul"),
        vcpu.offset("time.tsc_shift")
      )
      wallClock = (shared.offset("wc_version"), shared.offset("wc_sec"), shared.offset("wc_nsec"))
    }
    kernelCode = interface.number("FLAT_KERNEL_CS")
    kernelStack = interface.number("FLAT_KERNEL_SS")
    userCode = interface.number("FLAT_USER_CS")
    userStack = interface.number("FLAT_USER_SS")
    selfId = interface.number("DOMID_SELF")
    ioId = interface.number("DOMID_IO")
    // Before it had a name, it was the first of Xen's addresses.
    machineToPhysicalStart =
      interface.numberIfNamed("MACH2PHYS_VIRT_START") ?? interface.number("HYPERVISOR_VIRT_START")
    canHideTable = interface.guest.is64 && interface.numberIfNamed("VMASST_TYPE_m2p_strict") != nil
    gdtEntries = interface.number("FIRST_RESERVED_GDT_ENTRY")
    reservedEntries = interface.numberIfNamed("NR_RESERVED_GDT_ENTRIES") ?? 0
    inSyscall =
      interface.numberIfNamed("VGCF_in_syscall") ?? interface.numberIfNamed("VGCF_IN_SYSCALL") ?? 0
    let request = interface.knownStructure("mmu_update")
    update = (request.offset("ptr"), request.offset("val"), request.size)
    let extended = interface.structure("mmuext_op")
    mmuext =
      extended.map {
        ($0.offset("cmd"), $0.offset("arg1.mfn"), $0.offset("arg2.nr_ents"), $0.size)
      } ?? (0, 0, 0, 0)
    let entry = interface.knownStructure("multicall_entry")
    let arguments = entry.offset("args")
    let result = early.map { arguments + $0.resultArgument * interface.guest.wordSize }
    multicall = (entry.offset("op"), result ?? entry.offset("result"), arguments, entry.size)
    let isStarted = interface.release >= XenRelease(4, 12)
    debugRegisters = [0, 0, 0, 0, 0, 0] + (isStarted ? [0xffff_0ff0, 0x400] : [0, 0])
  }
}

// SPDX-License-Identifier: Apache-2.0

/// The state of a virtual processor beside its registers (struct vcpu and pv_vcpu,
/// arch/x86/include/asm/domain.h@4.17).
final class Vcpu {
  /// A trap handler of the guest (trap_info).
  struct TrapHandler {
    var address: UInt64 = 0
    var selector: UInt16 = 0
    /// The highest ring that may raise the vector by `int n`; the guest's user mode is 3.
    var privilege: UInt8 = 0
    /// Whether entering the handler masks events.
    var masksEvents = false

    var entry: Callback { Callback(address: address, selector: selector, masksEvents: masksEvents) }
  }

  /// An entry point of the guest other than a trap handler.
  struct Callback {
    var address: UInt64 = 0
    /// The code segment of a 32-bit kernel.
    var selector: UInt16 = 0
    var masksEvents = false
  }

  let id: Int
  /// Whether it has an initial state, and whether it is online.
  var isInitialised = false, isUp = false
  /// Its processor state while another vCPU runs.
  var state: (any ProcessorState)?
  let ownPages: OwnPages
  /// The translations that a processor of its own might hold.
  let log: TranslationLog
  /// Whether it is in kernel mode, which selects the page tables and the base of GS.
  var isInKernel = true
  /// The frames of the root tables of kernel and user mode; 0 for none.
  var kernelRoot: UInt64 = 0
  var userRoot: UInt64 = 0
  /// The kernel's stack for traps from user mode.
  var kernelStack: (selector: UInt64, pointer: UInt64) = (0, 0)
  var traps = [TrapHandler](repeating: TrapHandler(), count: 256)
  var event = Callback(), failsafe = Callback(), syscall = Callback()
  var syscall32 = Callback(), sysenter = Callback(), nmi = Callback()
  /// The base of GS in the inactive mode.
  var otherGsBase: UInt64 = 0
  /// cr0.TS as the guest set it, and cr2.
  var isTaskSwitched = false
  var faultAddress: UInt64 = 0
  var debugRegisters: [UInt64]
  /// The virtual IOPL.
  var ioPrivilege: UInt64 = 0
  /// The bitmap of the ports that programs may use, by its address in the kernel's memory; a clear
  /// bit opens a port. Ports from `count` on are closed.
  var openPorts: (bitmap: UInt64, count: UInt64) = (0, 0)
  /// The frames of the guest's GDT, and the number of its entries.
  var descriptorFrames: [UInt64] = []
  var descriptorEntries: UInt64 = 0
  var localTable: (base: UInt64, entries: UInt64) = (0, 0)

  /// The time since which an event has been pending and masked while the vCPU works.
  var maskedSince: UInt64?

  /// Whether it waits for an event; if `polled` is not empty, for one of these ports.
  var isBlocked = false
  var polled: [UInt32] = []
  /// Absolute times of the timers in nanoseconds; nil if not set.
  var singleshot: UInt64?
  var pollTimeout: UInt64?
  var periodic: (period: UInt64, next: UInt64)?
  /// The number of periods that passed while it was blocked. The first one leaves its event
  /// pending, so a vCPU that does not wake up then will not wake up later either.
  var ticksInVain = 0

  /// vcpu_info in the host's memory: in shared_info, or where the guest has moved it.
  var info: UnsafeMutableRawPointer
  /// The guest address at which run states are published; nil for none.
  var runstateArea: UInt64?
  var runningTime: UInt64 = 0
  var blockedTime: UInt64 = 0

  private let pendingOffset, maskOffset: Int

  init(
    id: Int, info: UnsafeMutableRawPointer, _ numbers: Numbers, _ ownPages: OwnPages,
    _ flushClock: FlushClock
  ) {
    self.id = id
    log = TranslationLog(flushClock)
    self.info = info
    self.ownPages = ownPages
    debugRegisters = numbers.debugRegisters
    (pendingOffset, maskOffset) = (numbers.upcallPending, numbers.upcallMask)
  }

  /// The frame of the active root table.
  ///
  /// A 32-bit guest has one for both modes.
  var root: UInt64 { isInKernel || userRoot == 0 ? kernelRoot : userRoot }

  var upcallPending: Bool {
    get { info.load(fromByteOffset: pendingOffset, as: UInt8.self) != 0 }
    set { info.storeBytes(of: newValue ? 1 : 0, toByteOffset: pendingOffset, as: UInt8.self) }
  }

  var upcallMask: Bool {
    get { info.load(fromByteOffset: maskOffset, as: UInt8.self) != 0 }
    set { info.storeBytes(of: newValue ? 1 : 0, toByteOffset: maskOffset, as: UInt8.self) }
  }

  /// Whether an event is pending and may be delivered.
  var hearsEvent: Bool { upcallPending && !upcallMask && event.address != 0 }

  /// Whether it can run.
  var isRunnable: Bool { isUp && (!isBlocked || hearsEvent) }
}

// SPDX-License-Identifier: Apache-2.0

/// A virtual processor's state beside its registers (struct vcpu and pv_vcpu,
/// arch/x86/include/asm/domain.h@4.17).
final class Vcpu {
  /// A handler that the guest gave for a vector (trap_info).
  struct TrapHandler {
    var address: UInt64 = 0
    var selector: UInt16 = 0
    /// The lowest privilege that may raise it by `int n`; the guest's user mode is 3.
    var privilege: UInt8 = 0
    /// Events are masked on the way in.
    var masksEvents = false
  }

  /// Where Xen enters the guest other than by a trap.
  struct Callback {
    var address: UInt64 = 0
    var masksEvents = false
  }

  let id: Int
  /// Whether it has a state to run with, and whether it runs.
  var isInitialised = false, isUp = false
  /// What it has in the processor, while another one runs.
  var state: (any ProcessorState)?
  let ownPages: OwnPages
  /// Translations that a processor of its own may hold.
  let log = TranslationLog()
  /// Which of the two page tables and bases of GS is in force.
  var isInKernel = true
  /// Root tables of kernel and user mode; 0 for none.
  var kernelRoot: UInt64 = 0
  var userRoot: UInt64 = 0
  /// Where the kernel's stack is when a trap comes from user mode.
  var kernelStack: (selector: UInt64, pointer: UInt64) = (0, 0)
  var traps = [TrapHandler](repeating: TrapHandler(), count: 256)
  var event = Callback(), failsafe = Callback(), syscall = Callback()
  var syscall32 = Callback(), sysenter = Callback(), nmi = Callback()
  /// The base of GS in the mode that is not in force.
  var otherGsBase: UInt64 = 0
  /// cr0's TS as the guest set it, cr2, and cr4's bits that it may see.
  var isTaskSwitched = false
  var faultAddress: UInt64 = 0
  var debugRegisters = [UInt64](repeating: 0, count: 8)
  var ioPrivilege: UInt64 = 0
  /// Frames of the guest's GDT, and how many entries they hold.
  var descriptorFrames: [UInt64] = []
  var descriptorEntries: UInt64 = 0
  var localTable: (base: UInt64, entries: UInt64) = (0, 0)

  /// Since when an event is pending and masked while it works.
  var maskedSince: UInt64?

  /// Waits for an event, or for one of these ports.
  var isBlocked = false
  var polled: [UInt32] = []
  /// Absolute times in nanoseconds at which something is due; nil for never.
  var singleshot: UInt64?
  var pollTimeout: UInt64?
  var periodic: (period: UInt64, next: UInt64)?
  /// Periods that passed since it waits. The first leaves its event pending; who does not wake of that
  /// will not of any later one.
  var ticksInVain = 0

  /// vcpu_info in the host's memory: in shared_info, or where the guest put it.
  var info: UnsafeMutableRawPointer
  /// Where the guest wants its run states; nil for nowhere.
  var runstateArea: UInt64?
  var runningTime: UInt64 = 0
  var blockedTime: UInt64 = 0

  private let pendingOffset, maskOffset: Int

  init(id: Int, info: UnsafeMutableRawPointer, _ numbers: Numbers, _ ownPages: OwnPages) {
    self.id = id
    self.info = info
    self.ownPages = ownPages
    (pendingOffset, maskOffset) = (numbers.upcallPending, numbers.upcallMask)
  }

  /// The root of the page tables in force.
  var root: UInt64 { isInKernel ? kernelRoot : userRoot }

  var upcallPending: Bool {
    get { info.load(fromByteOffset: pendingOffset, as: UInt8.self) != 0 }
    set { info.storeBytes(of: newValue ? 1 : 0, toByteOffset: pendingOffset, as: UInt8.self) }
  }

  var upcallMask: Bool {
    get { info.load(fromByteOffset: maskOffset, as: UInt8.self) != 0 }
    set { info.storeBytes(of: newValue ? 1 : 0, toByteOffset: maskOffset, as: UInt8.self) }
  }

  /// Whether an event is pending and its upcalls are not masked.
  var hearsEvent: Bool { upcallPending && !upcallMask && event.address != 0 }

  /// Whether it has anything to do.
  var isRunnable: Bool { isUp && (!isBlocked || hearsEvent) }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A hypercall with its arguments.
struct HypercallRequest {
  let number: Int
  /// The values of the registers, or of the entry of a multicall.
  let arguments: SIMD8<UInt64>
  /// Whether it is an entry of a multicall.
  var isBatched = false

  subscript(_ index: Int) -> UInt64 { arguments[index] }
  /// The value of an `unsigned int` or `int` argument.
  func narrow(_ index: Int) -> UInt64 { arguments[index] & 0xffff_ffff }
}

/// The handlers of the hypercalls that a release has, by number.
///
/// The ABI model says which hypercalls a release has. One without a handler here fails as if Xen
/// did not have it.
struct HypercallTable {
  typealias Handler = @Sendable (Hypervisor) -> (HypercallRequest) throws(XenError) -> Int64

  private(set) var handlers: [Handler?]
  let commands: Commands
  /// For each call of a 32-bit guest with values of 64 bits: for each argument, whether it is passed
  /// in two halves.
  private var halves: [Int: [Bool]] = [:]

  init(_ interface: Interface) {
    commands = Commands(interface)
    handlers = Array(repeating: nil, count: Hypercall.tableEnd)
    for call in Hypercall.all where call.number < handlers.count {
      // The model's handlers are those of 4.17, when set_fast_trap was long gone.
      guard call.name(in: interface.release) != nil,
        interface.release.isEarly || call.handlers[interface.guest.caller] != .none
      else { continue }
      handlers[call.number] = Self.handler(of: call, interface)
      guard !interface.release.isEarly else { continue }
      halves[call.number] = call.halves(of: interface.guest.caller)
    }
  }

  /// The arguments of a call, with the values that a 32-bit guest passes in two halves joined.
  func joined(_ arguments: SIMD8<UInt64>, of number: Int) -> SIMD8<UInt64> {
    guard let halves = halves[number] else { return arguments }
    var joined = SIMD8<UInt64>()
    var next = 0
    for (index, isSplit) in halves.enumerated() where next < 8 {
      joined[index] = arguments[next]
      if isSplit, next < 7 { joined[index] |= arguments[next + 1] << 32 }
      next += isSplit ? 2 : 1
    }
    return joined
  }

  /// The handler of a call. Before the release that has iret, its number was that of other calls.
  private static func handler(of call: Hypercall, _ interface: Interface) -> Handler? {
    if interface.release.isEarly { return early[call.name(in: interface.release) ?? ""] }
    guard call.number == Hypercall.iretNumber, !interface.release.returnsByHypercall else {
      return byName[call.name]
    }
    return interface.guest.is64 ? Hypervisor.switchToUser : Hypervisor.switchVm86
  }

  /// The handlers of Xen 2.0, by the names of that release.
  private static let early: [String: Handler] = [
    "set_trap_table": Hypervisor.earlySetTrapTable, "mmu_update": Hypervisor.earlyMmuUpdate,
    "set_gdt": Hypervisor.earlySetGdt, "stack_switch": Hypervisor.earlyStackSwitch,
    "set_callbacks": Hypervisor.earlySetCallbacks,
    "fpu_taskswitch": Hypervisor.earlyFpuTaskswitch, "sched_op": Hypervisor.earlySchedOp,
    "dom0_op": Hypervisor.earlyDom0Op, "set_debugreg": Hypervisor.setDebugreg,
    "get_debugreg": Hypervisor.getDebugreg,
    "update_descriptor": Hypervisor.earlyUpdateDescriptor,
    "set_fast_trap": Hypervisor.earlySetFastTrap, "dom_mem_op": Hypervisor.earlyDomMemOp,
    "multicall": Hypervisor.multicall, "update_va_mapping": Hypervisor.earlyUpdateVaMapping,
    "set_timer_op": Hypervisor.earlySetTimerOp,
    "event_channel_op": Hypervisor.earlyEventChannelOp,
    "xen_version": Hypervisor.earlyXenVersion, "console_io": Hypervisor.earlyConsoleIo,
    "vm_assist": Hypervisor.vmAssist,
    "update_va_mapping_otherdomain": Hypervisor.earlyUpdateVaMappingOtherdomain,
    "switch_vm86": Hypervisor.switchVm86,
  ]

  private static let byName: [String: Handler] =
    pageTables.merging(processorState) { first, _ in first }
    .merging(domains) { first, _ in first }.merging(others) { first, _ in first }

  private static let pageTables: [String: Handler] = [
    "mmu_update": Hypervisor.mmuUpdate,
    "update_va_mapping": Hypervisor.updateVaMapping,
    "update_va_mapping_otherdomain": Hypervisor.updateVaMappingOtherdomain,
    "mmuext_op": Hypervisor.mmuextOp,
    "memory_op": Hypervisor.memoryOp,
  ]

  private static let processorState: [String: Handler] = [
    "set_trap_table": Hypervisor.setTrapTable, "set_gdt": Hypervisor.setGdt,
    "stack_switch": Hypervisor.stackSwitch, "set_callbacks": Hypervisor.setCallbacks,
    "fpu_taskswitch": Hypervisor.fpuTaskswitch, "set_debugreg": Hypervisor.setDebugreg,
    "get_debugreg": Hypervisor.getDebugreg, "update_descriptor": Hypervisor.updateDescriptor,
    "iret": Hypervisor.iret, "set_segment_base": Hypervisor.setSegmentBase,
    "callback_op": Hypervisor.callbackOp, "nmi_op": Hypervisor.nmiOp,
    "vcpu_op": Hypervisor.vcpuOp, "set_timer_op": Hypervisor.setTimerOp,
  ]

  private static let domains: [String: Handler] = [
    "xen_version": Hypervisor.xenVersion, "console_io": Hypervisor.consoleIo,
    "vm_assist": Hypervisor.vmAssist, "multicall": Hypervisor.multicall,
    "sched_op": Hypervisor.schedOp, "sched_op_compat": Hypervisor.schedOpCompat,
    "event_channel_op": Hypervisor.eventChannelOp,
    "event_channel_op_compat": Hypervisor.eventChannelOpCompat,
    "grant_table_op": Hypervisor.grantTableOp,
    "physdev_op": Hypervisor.physdevOp, "physdev_op_compat": Hypervisor.physdevOpCompat,
  ]

  private static let others: [String: Handler] = [
    "platform_op": Hypervisor.platformOp, "xenoprof_op": Hypervisor.xenoprofOp,
    "hvm_op": Hypervisor.hvmOp, "sysctl": Hypervisor.controlOp, "domctl": Hypervisor.controlOp,
    "kexec_op": Hypervisor.kexecOp, "xenpmu_op": Hypervisor.xenpmuOp,
    "dm_op": Hypervisor.dmOp, "hypfs_op": Hypervisor.hypfsOp, "mca": Hypervisor.mca,
    "arch_1": Hypervisor.pagingOp,
  ]
}

extension Hypercall {
  /// The arguments of a kind of guest as the handlers get them: halves are joined.
  func joinedArguments(of caller: Caller) -> [Argument] {
    halves(of: caller) == nil ? arguments(of: caller) : arguments
  }

  /// Whether each argument is passed in two halves; nil if none is.
  fileprivate func halves(of caller: Caller) -> [Bool]? {
    let passed = arguments(of: caller).map(\.name)
    guard passed.contains(where: { $0.hasSuffix("_low") }) else { return nil }
    return passed.filter { !$0.hasSuffix("_high") }.map { $0.hasSuffix("_low") }
  }
}

/// The commands of each hypercall in one release.
struct Commands {
  let sched: CommandTable<SchedCommand>
  let eventChannel: CommandTable<EventChannelCommand>
  let vcpu: CommandTable<VcpuCommand>
  let memory: CommandTable<MemoryCommand>
  let version: CommandTable<VersionCommand>
  let mmuext: CommandTable<MmuextCommand>
  let grant: CommandTable<GrantCommand>
  let physdev: CommandTable<PhysdevCommand>
  let callback: CommandTable<CallbackCommand>
  let nmi: CommandTable<NmiCommand>

  /// The names of all commands that are played, and the hypercalls to which they belong.
  static let names: Set<String> = {
    func names<T: CaseIterable & RawRepresentable>(_: T.Type) -> [String]
    where T.RawValue == String { T.allCases.map(\.rawValue) }
    return Set(
      names(SchedCommand.self) + names(EventChannelCommand.self) + names(VcpuCommand.self)
        + names(MemoryCommand.self) + names(VersionCommand.self) + names(GrantCommand.self)
        + names(PhysdevCommand.self) + names(CallbackCommand.self) + names(NmiCommand.self))
  }()
  static let lists = Set(
    [
      "sched_op", "event_channel_op", "vcpu_op", "memory_op", "xen_version", "grant_table_op",
      "physdev_op", "callback_op", "nmi_op",
    ].compactMap { Hypercall.named($0)?.number })

  init(_ interface: Interface) {
    sched = .init(interface)
    eventChannel = .init(interface)
    vcpu = .init(interface)
    memory = .init(interface)
    version = .init(interface)
    mmuext = .init(interface)
    grant = .init(interface)
    physdev = .init(interface)
    callback = .init(interface)
    nmi = .init(interface)
  }
}

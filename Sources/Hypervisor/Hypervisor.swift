// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Loaders

/// Xen for one paravirtualized domain: the domain's memory and vCPUs, and what the
/// hypervisor and the initial domain do for it.
public final class Hypervisor {
  let request: RunRequest
  let interface: Interface
  let processor: any Processor
  let memory: MachineMemory
  let space: AddressSpace
  let types: PageTypes
  let domain: Domain
  let vcpus: [Vcpu]
  /// The running vCPU.
  var vcpu: Vcpu
  let grants: GrantTable
  let events: EventChannels
  let numbers: Numbers
  let calls: HypercallTable
  let findings: FindingLog
  var clock = Clock()
  var console = ConsoleText()
  var ring: ConsoleRing?
  /// The interface of a domU of Xen 2.0 to its controller, which has the console.
  var control: ControlInterface?
  /// The store, and the connection of a domU to it.
  let store = XenStore()
  var connection: StoreConnection?
  /// The address from which the guest last used the store.
  var storePlace: UInt64?
  /// The devices that the initial domain serves for a domU.
  var devices: [BackendDevice] = []
  var agenda = Agenda()
  /// The time at which the next vCPU gets its turn.
  var sliceEnd: UInt64 = 0
  /// The number of executed bytes at which the processor must stop.
  var stopAt: UInt64 = 0
  /// Why the last access of a hypercall to guest memory failed.
  var lastFault: String?
  /// The shutdown reason that the guest announced in advance (SCHEDOP_shutdown_code).
  var shutdownReason: UInt64?
  /// The hypercalls that the guest has made.
  public internal(set) var coverage = Coverage()
  /// Why the run ended; nil while it goes on.
  var outcome: RunOutcome?
  /// The hypercall that is being handled.
  var current: HypercallRequest?
  /// Whether an iret was made by it, so that the guest continues elsewhere.
  var hasReturned = false
  /// A write to a page table whose instruction is being executed on a copy.
  var pageTableWrite: PageTableWrite?

  /// Called with each piece of console output, each line of the trace, and each new finding.
  public var onConsole: (String) -> Void = { _ in }
  public var onTrace: (String) -> Void = { _ in }
  public var onFinding: (RunFinding) -> Void = { _ in }

  /// Builds the domain up to its first instruction.
  ///
  /// - Parameters:
  ///   - kernel: the kernel with its initial ramdisk.
  ///   - request: the options of the run.
  /// - Throws: `RunError` if the domain does not fit into its memory or no processor is available.
  public init(_ kernel: GuestKernel, _ request: RunRequest) throws(RunError) {
    self.request = request
    interface = Interface(release: request.release, guest: kernel.type)
    let format = PageTableFormat(interface)
    numbers = Numbers(interface)
    calls = HypercallTable(interface)
    do {
      processor = try Processors.make(is64: kernel.type.is64)
    } catch {
      throw RunError(error.description)
    }
    // Spare frames for exchanges and for what the domain gets later.
    let frames = UInt64(request.memory) << 8
    guard
      let memory = MachineMemory(
        frames: frames + Self.spareFrames, contiguous: Self.deviceFrames, reserved: frames, format)
    else { throw RunError("not enough memory for a guest of \(request.memory) MiB") }
    self.memory = memory
    try Self.check(memory, kernel)
    try Self.checkEarly(request)
    let isDom0 = request.role == .dom0
    let id: UInt16 = isDom0 ? 0 : 1
    guard let sharedInfo = memory.allocate(for: id) else { throw RunError("no memory left") }
    memory.info[Int(sharedInfo)].kind = .writable
    memory.info[Int(sharedInfo)].typeCount = 1
    domain = Domain(id: id, role: request.role, frames: frames, sharedInfo: sharedInfo)
    vcpus = try Self.vcpus(request.vcpus, memory, sharedInfo, numbers, interface)
    vcpu = vcpus[0]
    space = AddressSpace(memory, vcpus[0].log, format)
    types = PageTypes(memory, owner: id, mayMapDevices: isDom0, format)
    grants = GrantTable(memory, types, interface)
    events = EventChannels(shared: memory.pointer(sharedInfo), interface)
    findings = FindingLog(kernel, request)
    try start(kernel)
  }

  private static func vcpus(
    _ count: Int, _ memory: MachineMemory, _ sharedInfo: UInt64, _ numbers: Numbers,
    _ interface: Interface
  ) throws(RunError) -> [Vcpu] {
    let places = memory.pointer(sharedInfo) + numbers.sharedVcpuInfo
    let size = interface.structure("vcpu_info")?.size ?? 0
    var vcpus: [Vcpu] = []
    for id in 0..<count {
      guard let pages = OwnPages(numbers, interface.guest, vcpu: id) else {
        throw RunError("no memory left")
      }
      vcpus.append(Vcpu(id: id, info: places + id * size, numbers, pages, memory.flushClock))
    }
    return vcpus
  }

  /// A 32-bit guest uses frames below 4 GiB only: without PAE there are no others, and with it a
  /// root table must be there.
  private static func check(_ memory: MachineMemory, _ kernel: GuestKernel) throws(RunError) {
    let most: UInt64 = 1 << 20
    guard !kernel.type.is64, memory.frameCount > most else { return }
    let left = (most - spareFrames - deviceFrames) >> 9
    throw RunError("\(kernel.name): a 32-bit guest has at most \(left) MiB here")
  }

  /// A domain of Xen 2.0 has one vCPU, and here no devices.
  private static func checkEarly(_ request: RunRequest) throws(RunError) {
    guard request.release.isEarly else { return }
    if request.vcpus > 1 { throw RunError("Xen \(request.release) has one vCPU for a guest") }
    if !request.disks.isEmpty || !request.cards.isEmpty {
      throw RunError("devices of Xen \(request.release) are not served here")
    }
  }

  private static let spareFrames: UInt64 = 4096
  /// The most frames that a guest gets contiguously for its devices: 128 MiB.
  private static let deviceFrames: UInt64 = 32768

  private func start(_ kernel: GuestKernel) throws(RunError) {
    let ports = bindBackends()
    var builder = try DomainBuilder(
      kernel: kernel, role: domain.role, interface: interface, memory: memory,
      frameCount: domain.frameCount, owner: domain.id)
    let start = try builder.build(
      sharedInfo: domain.sharedInfo, storePort: ports.store, consolePort: ports.console)
    if let console = builder.layout.console {
      ring = ConsoleRing(memory.pointer(builder.frames[Int(console)]), interface)
    }
    if let page = builder.layout.store {
      connection = StoreConnection(
        store, StoreRing(memory.pointer(builder.frames[Int(page)]), interface), interface,
        domain: domain.id)
    }
    if interface.release.isEarly, domain.role == .domU {
      control = ControlInterface(memory.pointer(domain.sharedInfo), interface)
    }
    guard grants.grow(to: 1) else { throw RunError("no memory left") }
    grantOwnPages(builder)
    do {
      try types.pin(builder.root, level: space.format.levels)
      try types.get(builder.root, as: space.format.root)
    } catch {
      throw RunError("\(kernel.name): \(error.reason)")
    }
    vcpu.kernelRoot = builder.root
    space.root = builder.root
    prepareSharedInfo()
    connect()
    do {
      try mapMemory()
      try vcpu.ownPages.leaveRing0(processor, numbers)
      setSegments()
      for vcpu in vcpus { vcpu.state = try processor.makeState() }
    } catch {
      throw RunError(error.description)
    }
    for register in Register.general { processor[register] = 0 }
    processor[.rip] = start.entry
    processor[.rsp] = start.stack
    processor[.rsi] = start.startInfo
    processor[.rflags] = Numbers.interruptFlag | 2
    dropTranslations()
    if domain.role == .domU, !interface.release.isEarly { writeStore(ports) }
  }

  /// Sets the segments with which a 32-bit kernel starts.
  private func setSegments() {
    guard !interface.guest.is64 else { return }
    for register in [Register.ds, .es, .fs, .gs] {
      processor[register] = interface.number("FLAT_KERNEL_DS")
    }
    for vcpu in vcpus { vcpu.kernelStack.selector = numbers.kernelStack }
  }

  /// Binds the ports of a domU's store and console.
  private func bindBackends() -> (store: UInt32, console: UInt32) {
    guard domain.role == .domU else { return (0, 0) }
    // Xen 2.0 has no xenstore, and one event channel serves the control interface and the console.
    if interface.release.isEarly { return (0, events.bind(.backend(.console)) ?? 0) }
    let store = events.bind(.backend(.store)) ?? 0
    return (store, events.bind(.backend(.console)) ?? 0)
  }

  private func mapMemory() throws(ProcessorError) {
    let ram = UnsafeMutableRawBufferPointer(
      start: memory.base, count: Int(memory.frameCount) * MachineMemory.pageSize)
    try processor.map(ram, at: 0)
    let table = memory.machineToPhysical.buffer
    try processor.map(table, at: AddressSpace.machineToPhysicalAddress)
    for vcpu in vcpus { try vcpu.ownPages.map(processor) }
    let start = numbers.machineToPhysicalStart
    space.windows =
      [
        .init(
          linear: start..<start + UInt64(table.count),
          physical: AddressSpace.machineToPhysicalAddress, canWrite: false, isExecutable: false,
          isKernels: true)
      ] + vcpus.flatMap(\.ownPages.windows)
  }

  /// Connects the parts, which do not know each other.
  private func connect() {
    processor.translator = space
    processor.machine = self
    space.isInUserRing = { [unowned self] in isInUserRing }
    space.code.flush = { [unowned self] in dropTranslations() }
    space.code.forget = { [unowned self] in
      processor.forgetCode(at: space.code.window..<space.code.window + 4096)
    }
    events.onPending = { [unowned self] port, vcpu in
      markPending(port, on: vcpus[Int(vcpu)])
    }
    events.onRaised = { [unowned self] port in wakePollers(of: port) }
    events.onNotify = { [unowned self] backend in notify(backend) }
    memory.flushClock.onNeed = { [unowned self] lastUse in
      flushTranslations(of: vcpus.filter { $0.log.lastFlush <= lastUse })
    }
    for vcpu in vcpus { vcpu.log.onStaleUse = { [unowned self] use in reportStale(use) } }
    space.onFault = { [unowned self] address, write, walk in
      reportFault(address, write: write, walk)
    }
  }

  /// The descriptor tables and other pages of the running vCPU that belong to Xen.
  var ownPages: OwnPages { vcpu.ownPages }

  /// Asks the run to end; may be called from a signal handler.
  public func interrupt() { processor.interrupt() }

  /// The time since the domain started, in nanoseconds.
  public var elapsed: UInt64 { now - Clock.start }

  var now: UInt64 { clock.now(executed: processor.executed) }
}

extension Hypervisor: MachineState {
  func timeStamp() -> UInt64 {
    // Reading the clock takes time, so that a guest that waits in a loop makes progress.
    clock.spend(25)
    return now
  }

  func cpuid(_ leaf: UInt32, _ subleaf: UInt32) -> [UInt32] {
    CpuPolicy(release: interface.release, guest: interface.guest, vcpu: vcpu.id)
      .answer(leaf, subleaf)
  }
}

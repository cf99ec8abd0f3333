// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders

/// Loads a kernel and the data that it expects into a domain's memory (see `DomainLayout`).
struct DomainBuilder {
  let kernel: GuestKernel
  let role: DomainRole
  let interface: Interface
  let memory: MachineMemory
  let frameCount: UInt64
  let owner: UInt16
  let layout: DomainLayout
  private let format: PageTableFormat
  /// The machine frames, indexed by the domain's page number.
  private(set) var frames: [UInt64] = []
  /// The frame of the root page table.
  private(set) var root: UInt64 = 0
  private var spareTables: [UInt64] = []

  private var parameters: GuestParameters { kernel.parameters }

  /// - Throws: `RunError` if the kernel does not fit into the domain's memory.
  init(
    kernel: GuestKernel, role: DomainRole, interface: Interface, memory: MachineMemory,
    frameCount: UInt64, owner: UInt16
  ) throws(RunError) {
    self.kernel = kernel
    self.role = role
    self.interface = interface
    self.memory = memory
    self.frameCount = frameCount
    self.owner = owner
    let (behind, wraps) = (kernel.parameters.p2mBase ?? 0).addingReportingOverflow(
      frameCount * UInt64(interface.guest.wordSize) + UInt64(MachineMemory.pageSize))
    guard !wraps, behind < UInt64.max else {
      throw RunError(
        "\(kernel.name): the list of frames, placed by INIT_P2M, reaches behind the last address")
    }
    format = PageTableFormat(interface)
    let initrdSize = UInt64(kernel.initrd.count)
    layout =
      interface.release.isEarly
      ? DomainLayout(early: kernel.parameters, frames: frameCount, initrdSize: initrdSize)
      : DomainLayout(
        kernel.parameters, kernel.type, role: role, frames: frameCount, initrdSize: initrdSize)
    guard layout.leastFrames <= frameCount else {
      throw RunError(
        "\(kernel.name): the domain needs \(layout.leastFrames / 256 + 1) MiB; "
          + "ask for more with --memory")
    }
    // The last address of Xen's own is that of the address space, and the sum does not wrap.
    guard kernel.type.is64 || layout.end <= format.hole.lowerBound else {
      throw RunError("\(kernel.name): its initial mapping reaches into Xen's addresses")
    }
  }

  /// Builds the domain's initial memory.
  ///
  /// - Parameters:
  ///   - sharedInfo: the frame of shared_info.
  ///   - storePort: the event channel port of XenStore.
  ///   - consolePort: the event channel port of the console.
  /// - Returns: the virtual addresses of the entry point, of the top of the stack and of
  ///   start_info.
  mutating func build(
    sharedInfo: UInt64, storePort: UInt32, consolePort: UInt32
  ) throws(RunError) -> (entry: UInt64, stack: UInt64, startInfo: UInt64) {
    for page in 0..<frameCount {
      guard let frame = memory.allocate(for: owner) else { throw RunError("no memory left") }
      frames.append(frame)
      memory.machineToPhysical[Int(frame)] = page
    }
    try loadSegments()
    copy(kernel.initrd, toPage: layout.initrd.lowerBound)
    writeFrameTable()
    try buildTables()
    writeHypercallPage()
    writeStartInfo(sharedInfo, storePort, consolePort)
    return (
      parameters.entry ?? 0, layout.address(layout.stack + 1), layout.address(layout.startInfo)
    )
  }

  private func loadSegments() throws(RunError) {
    let base = layout.base
    let offset = parameters.paddrOffset ?? 0
    for segment in kernel.elf.segments where segment.isLoad && segment.memorySize > 0 {
      let address =
        interface.release.usesVirtualAddresses
        ? segment.virtualAddress : segment.physicalAddress &- offset &+ base
      guard let bytes = kernel.elf.contents(of: segment), address >= base,
        contains(max(segment.memorySize, UInt64(bytes.count)), at: address - base)
      else { throw RunError("\(kernel.name): segment \(segment.index) lies outside the domain") }
      copy(bytes.array, at: address &- base)
    }
  }

  /// Whether the domain's memory has so many bytes at an offset from its start. A segment can state
  /// sizes whose sum wraps, and more bytes in the file than in memory.
  private func contains(_ size: UInt64, at start: UInt64) -> Bool {
    let (end, wraps) = start.addingReportingOverflow(size)
    return !wraps && end >> MachineMemory.pageShift < frameCount
  }

  private func copy(_ bytes: [UInt8], toPage page: UInt64) {
    copy(bytes, at: page << MachineMemory.pageShift)
  }

  /// Copies bytes to an offset from the start of the domain's memory.
  private func copy(_ bytes: [UInt8], at start: UInt64) {
    var done = 0
    while done < bytes.count {
      let at = start + UInt64(done)
      let inPage = Int(at & 0xfff)
      let length = min(bytes.count - done, MachineMemory.pageSize - inPage)
      let page = memory.pointer(frames[Int(at >> MachineMemory.pageShift)])
      bytes.withUnsafeBytes {
        (page + inPage).copyMemory(from: $0.baseAddress! + done, byteCount: length)
      }
      done += length
    }
  }

  private func writeFrameTable() {
    let words = frames.flatMap { frame in
      (0..<interface.guest.wordSize).map { UInt8(truncatingIfNeeded: frame >> UInt64(8 * $0)) }
    }
    copy(words, toPage: layout.frameTable.lowerBound)
  }

  // MARK: page tables

  private mutating func buildTables() throws(RunError) {
    spareTables = layout.tables.reversed().map { frames[Int($0)] }
    guard let first = spareTables.popLast() else { throw RunError("no page tables") }
    root = first
    for page in 0..<layout.mappedPages { try map(layout.address(page), frames[Int(page)]) }
    // An L3 with PAE always has its last table, which gets Xen's entries, or all four.
    if format.type == .pae {
      let slots = format.slots(3)
      for slot in role == .dom0 ? slots : slots.suffix(1) { _ = try tableBelow(root, 3, at: slot) }
    }
    guard let address = layout.frameTablePlace else { return }
    spareTables = layout.frameTableTables.reversed().map { frames[Int($0)] }
    for (offset, page) in layout.frameTable.enumerated() {
      try map(address + UInt64(offset) << MachineMemory.pageShift, frames[Int(page)])
    }
  }

  private mutating func map(_ address: UInt64, _ frame: UInt64) throws(RunError) {
    var table = root
    for level in stride(from: format.levels, to: 1, by: -1) {
      table = try tableBelow(table, level, at: format.index(address, level))
    }
    let isTable = layout.tables.contains((address &- layout.base) >> MachineMemory.pageShift)
    let flags = isTable ? Self.pageFlags & ~PageTableEntry.writable : Self.pageFlags
    memory.entries(table)[format.index(address, 1)] = PageTableEntry(frame: frame, flags).rawValue
  }

  /// The frame of the table to which an entry points; a new one if it is not present.
  private mutating func tableBelow(
    _ table: UInt64, _ level: Int, at index: Int
  ) throws(RunError) -> UInt64 {
    let entry = PageTableEntry(memory.entries(table)[index])
    if entry.isPresent { return entry.frame }
    guard let next = spareTables.popLast() else { throw RunError("not enough page tables") }
    let flags = format.type == .pae && level == 3 ? PageTableEntry.present : Self.tableFlags
    memory.entries(table)[index] = PageTableEntry(frame: next, flags).rawValue
    return next
  }

  private static let pageFlags =
    PageTableEntry.present | PageTableEntry.writable | PageTableEntry.accessed
    | PageTableEntry.dirty | PageTableEntry.user
  private static let tableFlags = pageFlags

  // MARK: hypercall page and start_info

  private func writeHypercallPage() {
    guard interface.release.hasHypercallPage, let address = parameters.hypercallPage else { return }
    var page = [UInt8](repeating: 0xcc, count: HypercallPage.size)
    for number in 0..<HypercallPage.entryCount {
      let stub = HypercallPage.stub(number, for: kernel.type.caller, by: kernel.type.trap)
      let start = number * HypercallPage.entrySize
      page.replaceSubrange(start..<start + stub.count, with: stub)
    }
    copy(page, at: address &- layout.base)
  }

  private func writeStartInfo(_ sharedInfo: UInt64, _ storePort: UInt32, _ consolePort: UInt32) {
    let places = interface.knownStructure("start_info")
    var bytes = [UInt8](repeating: 0, count: places.size)
    func put(_ path: String, _ value: UInt64) {
      guard let place = places[path] else { return }
      for index in 0..<place.size {
        bytes[place.offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
      }
    }
    func put(_ path: String, _ text: String) {
      guard let place = places[path] else { return }
      let limit = place.size - 1
      for (index, byte) in text.utf8.prefix(limit).enumerated() {
        bytes[place.offset + index] = byte
      }
    }
    put("magic", Capabilities(interface: interface).magic)
    put("nr_pages", frameCount)
    put("shared_info", sharedInfo << MachineMemory.pageShift)
    var flags: UInt64 = 0
    if role == .dom0 {
      flags |= interface.number("SIF_PRIVILEGED") | interface.number("SIF_INITDOMAIN")
    }
    if !layout.isInitrdMapped { flags |= interface.numberIfNamed("SIF_MOD_START_PFN") ?? 0 }
    put("flags", flags)
    if let store = layout.store, let console = layout.console {
      put("store_mfn", frames[Int(store)])
      put("store_evtchn", UInt64(storePort))
      for path in ["console.domU.mfn", "console_mfn"] { put(path, frames[Int(console)]) }
      for path in ["console.domU.evtchn", "console_evtchn"] { put(path, UInt64(consolePort)) }
    }
    if role == .domU { put("domain_controller_evtchn", UInt64(consolePort)) }
    put("pt_base", layout.address(layout.tables.lowerBound))
    put("nr_pt_frames", UInt64(layout.tables.count))
    put("mfn_list", layout.frameTableAddress)
    if !kernel.initrd.isEmpty {
      let first = layout.initrd.lowerBound
      put("mod_start", layout.isInitrdMapped ? layout.address(first) : first)
      put("mod_len", UInt64(kernel.initrd.count))
    }
    put("cmd_line", kernel.commandLine)
    if layout.frameTablePlace != nil {
      put("first_p2m_pfn", layout.frameTable.lowerBound)
      put("nr_p2m_frames", UInt64(layout.frameTable.count + layout.frameTableTables.count))
    }
    copy(bytes, toPage: layout.startInfo)
  }
}

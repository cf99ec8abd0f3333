// SPDX-License-Identifier: Apache-2.0

/// The result of a page-table walk.
struct PageTableWalk {
  /// The frame of the L1, and the index of the entry in it; nil if a table on the way is missing.
  var table: UInt64?
  var index = 0
  /// The mapped frame; only valid if `isPresent`.
  var frame: UInt64 = 0
  var isPresent = false
  /// The permissions of all levels combined.
  var canWrite = false, canExecute = false
  /// Whether ring 3 may access it.
  var isUser = false

  /// The level of the first entry that is not present; 0 for none.
  var missingLevel = 0

  /// The page's entry with the permissions of all levels.
  @inline(__always)
  func combined(_ entry: UInt64) -> UInt64 {
    let withheld =
      (canWrite ? 0 : PageTableEntry.writable) | (isUser ? 0 : PageTableEntry.user)
    return entry & ~withheld | (canExecute ? 0 : PageTableEntry.noExecute)
  }
}

/// The active page tables, and the addresses of Xen's own pages beside them.
///
/// The processor keeps each translation until all are flushed. A real one keeps more of them, and
/// less reliably: a guest that changes an entry and uses the address before a flush may get the old
/// or the new page. Here it gets the new one if that permits the access, else the old one, and
/// `TranslationLog` reports the use. Of a change in a table above level 1 nothing is remembered.
final class AddressSpace: AddressTranslator {
  let memory: MachineMemory
  let format: PageTableFormat
  /// The frame of the active root table.
  var root: UInt64 = 0
  /// Whether the processor is in ring 3, and the guest's kernel is not.
  var isInUserRing: () -> Bool = { false }
  /// Linear addresses of Xen, and what is mapped there.
  var windows: [Window] = []
  /// Whether the machine-to-physical table is not mapped.
  var hidesTable = false
  /// The log of the running vCPU.
  var log: TranslationLog
  /// The page table that an instruction is writing to, and the physical address of its copy.
  var scratch: (page: UInt64, physical: UInt64)?

  /// Called with each address that Xen could not access for a hypercall.
  var onFault: (_ address: UInt64, _ write: Bool, _ walk: PageTableWalk) -> Void = { _, _, _ in }

  /// Memory of Xen at a linear address.
  struct Window {
    let linear: Range<UInt64>
    let physical: UInt64
    let canWrite: Bool
    let isExecutable: Bool
    /// Whether ring 3 must not use it. A processor itself reads descriptors in every ring.
    let isKernels: Bool
  }

  /// The physical addresses of memory that is not the machine's own.
  static let machineToPhysicalAddress: UInt64 = 1 << 44
  static let ownPagesAddress: UInt64 = 1 << 45

  init(_ memory: MachineMemory, _ log: TranslationLog, _ format: PageTableFormat) {
    self.memory = memory
    self.log = log
    self.format = format
    code = CodeFrames(memory.frameCount, window: format.type.codeWindow)
  }

  /// Tracks the frames that contain translated code.
  let code: CodeFrames

  func translate(_ page: UInt64, _ access: Access) -> Translation? {
    if format.hole.contains(page) { return translateOwn(page, access) }
    if let scratch, scratch.page == page, access != .fetch {
      return Translation(physicalPage: scratch.physical, canWrite: true)
    }
    let walk = use(page)
    guard walk.isPresent, access != .write || walk.canWrite, access != .fetch || walk.canExecute,
      walk.isUser || !isInUserRing(), let table = walk.table
    else { return log.usesStale(page) ? translateStale(page, access) : nil }
    let entries = memory.entries(table)
    let old = entries[walk.index]
    var bits = old | PageTableEntry.accessed
    if access == .write { bits |= PageTableEntry.dirty }
    if bits != old { entries[walk.index] = bits }
    keepCodeApart(walk.frame, access)
    log.filled(page, entry: walk.combined(bits), at: memory.entryAddress(table, walk.index))
    return Translation(
      physicalPage: physical(walk.frame) << MachineMemory.pageShift, canWrite: walk.canWrite)
  }

  private func translateStale(_ page: UInt64, _ access: Access) -> Translation? {
    guard let entry = staleEntry(of: page, permitting: access) else { return nil }
    keepCodeApart(entry.frame, access)
    return Translation(
      physicalPage: entry.frame << MachineMemory.pageShift, canWrite: entry.isWritable)
  }

  /// The entry that the processor may still have for a page and that permits the access; nil if there
  /// is none, or if the frame is now something that no guest can reach: Xen flushes before.
  private func staleEntry(of page: UInt64, permitting access: Access) -> PageTableEntry? {
    guard let entry = log.staleEntry(of: page), memory.exists(entry.frame),
      entry.permits(access, inUserRing: isInUserRing())
    else { return nil }
    let info = memory.info[Int(entry.frame)]
    let isProtected = info.kind.level != nil || info.kind == .descriptors
    return info.owner == PageInfo.free || access == .write && isProtected ? nil : entry
  }

  /// The use of a stale translation by an access that the current entry does not permit; nil if the
  /// processor cannot have such a translation.
  func staleUse(_ page: UInt64, _ access: Access, _ walk: PageTableWalk) -> StaleUse? {
    guard let old = staleEntry(of: page, permitting: access) else { return nil }
    let new = walk.table.map { memory.entries($0)[walk.index] } ?? 0
    return StaleUse(page: page, old: old.rawValue, new: new, access: access)
  }

  @inline(__always)
  private func keepCodeApart(_ frame: UInt64, _ access: Access) {
    guard memory.exists(frame) else { return }
    switch access {
    case .read: return
    case .write: code.willWrite(frame)
    case .fetch: code.willExecute(frame)
    }
  }

  /// The frame in physical memory. All frames that are not memory, such as devices that the initial
  /// domain maps, share frame 0, which no domain has.
  @inline(__always)
  private func physical(_ frame: UInt64) -> UInt64 { memory.exists(frame) ? frame : 0 }

  private func translateOwn(_ page: UInt64, _ access: Access) -> Translation? {
    if let frame = code.forgetting, access == .fetch, page == code.window {
      return Translation(physicalPage: frame << MachineMemory.pageShift, canWrite: false)
    }
    for window in windows where window.linear.contains(page) {
      guard !hidesTable || window.physical != Self.machineToPhysicalAddress,
        access != .write || window.canWrite, access != .fetch || window.isExecutable,
        !window.isKernels || !isInUserRing()
      else { return nil }
      return Translation(
        physicalPage: window.physical + (page - window.linear.lowerBound),
        canWrite: window.canWrite)
    }
    return nil
  }

  /// Walks the active tables without a change of them.
  func walk(_ address: UInt64) -> PageTableWalk { walk(address, marks: 0) }

  /// Walks the active tables as a processor does for an access: it sets the accessed bits of the
  /// entries on the way. The caller sets the bits of the page's own entry.
  func use(_ address: UInt64) -> PageTableWalk { walk(address, marks: PageTableEntry.accessed) }

  /// - Parameter marks: bits to set in the entries of the levels above 1.
  @inline(__always)
  private func walk(_ address: UInt64, marks: UInt64) -> PageTableWalk {
    var walk = PageTableWalk()
    guard format.isAddress(address), !format.hole.contains(address), memory.exists(root) else {
      walk.missingLevel = format.levels
      return walk
    }
    var table = root
    var writable = true
    var executable = true
    var user = true
    for level in stride(from: format.levels, to: 1, by: -1) {
      let index = format.index(address, level)
      let entry = PageTableEntry(memory.entries(table)[index])
      guard entry.isPresent, memory.exists(entry.frame) else {
        walk.missingLevel = level
        return walk
      }
      if entry.rawValue & marks != marks { memory.entries(table)[index] = entry.rawValue | marks }
      table = entry.frame
      // An L3 entry with PAE has no permissions.
      if level == 3, format.levels == 3 { continue }
      writable = writable && entry.isWritable
      executable = executable && entry.rawValue & PageTableEntry.noExecute == 0
      user = user && entry.isUser
    }
    let index = format.index(address, 1)
    let entry = PageTableEntry(memory.entries(table)[index])
    walk.table = table
    walk.index = index
    walk.frame = entry.frame
    walk.isPresent = entry.isPresent
    walk.canWrite = writable && entry.isWritable
    walk.isUser = user && entry.isUser
    walk.canExecute = executable && entry.rawValue & PageTableEntry.noExecute == 0
    walk.missingLevel = entry.isPresent ? 0 : 1
    return walk
  }
}

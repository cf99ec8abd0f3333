// SPDX-License-Identifier: Apache-2.0

/// What is found at an address in a guest's page tables.
struct Walk {
  /// The entry that maps the page; nil where a table is missing on the way.
  var entry: UnsafeMutablePointer<UInt64>?
  /// The L1's frame and the entry's index in it.
  var table: UInt64 = 0
  var index = 0
  /// The frame; meaningful only when `isPresent`.
  var frame: UInt64 = 0
  var isPresent = false
  /// What all levels allow together.
  var canWrite = false, canExecute = false

  /// The table that is missing: the level whose entry is not present; 0 for none.
  var missingLevel = 0
}

/// The page tables in force, and the addresses of Xen's own beside them.
///
/// The processor keeps each translation that it is given until all are flushed. So it is with a real
/// one, which keeps more of them and less reliably: a guest that changes an entry and uses the address
/// before a flush may get the one or the other. Here it gets the new one, and `TranslationLog` tells.
final class AddressSpace: AddressTranslator {
  let memory: MachineMemory
  /// The frame of the root table in force.
  var root: UInt64 = 0
  /// Linear addresses that are Xen's, and what is mapped there.
  var windows: [Window] = []
  /// Of the vCPU in force.
  var log: TranslationLog
  /// An instruction that writes to a page table executes on a copy of it: the page, the copy.
  var scratch: (page: UInt64, physical: UInt64)?

  /// Told of each address that Xen was to use for a hypercall and could not.
  var onFault: (_ address: UInt64, _ write: Bool, _ walk: Walk) -> Void = { _, _, _ in }

  /// Memory of Xen's at a linear address.
  struct Window {
    let linear: Range<UInt64>
    let physical: UInt64
    let canWrite: Bool
    let isExecutable: Bool
  }

  /// Where the processor finds what is not the machine's own memory.
  static let machineToPhysicalAddress: UInt64 = 1 << 44
  static let ownPagesAddress: UInt64 = 1 << 45

  init(_ memory: MachineMemory, _ log: TranslationLog) {
    self.memory = memory
    self.log = log
    code = CodeFrames(memory.frameCount)
  }

  /// Frames with code that the processor knows.
  let code: CodeFrames

  /// Addresses that no guest has, whose top bits decide (HYPERVISOR_VIRT_START,
  /// arch-x86/xen-x86_64.h).
  static let hole: Range<UInt64> = 0xffff_8000_0000_0000..<0xffff_8800_0000_0000

  @inline(__always)
  static func isCanonical(_ address: UInt64) -> Bool {
    let top = address >> 47
    return top == 0 || top == 0x1ffff
  }

  func translate(_ page: UInt64, _ access: Access) -> Translation? {
    if Self.hole.contains(page) { return translateOwn(page, access) }
    if let scratch, scratch.page == page, access != .fetch {
      return Translation(physicalPage: scratch.physical, canWrite: true)
    }
    let walk = walk(page)
    guard walk.isPresent, access != .write || walk.canWrite, access != .fetch || walk.canExecute,
      let entry = walk.entry
    else { return nil }
    var bits = entry.pointee | PageTableEntry.accessed
    if access == .write { bits |= PageTableEntry.dirty }
    if bits != entry.pointee { entry.pointee = bits }
    keepCodeApart(walk.frame, access)
    log.filled(
      page, entry: bits, at: walk.table << MachineMemory.pageShift + UInt64(walk.index * 8))
    return Translation(
      physicalPage: physical(walk.frame) << MachineMemory.pageShift, canWrite: walk.canWrite)
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

  /// Frames that are no memory (devices of the initial domain's) share one that nobody else has.
  @inline(__always)
  private func physical(_ frame: UInt64) -> UInt64 { memory.exists(frame) ? frame : 0 }

  private func translateOwn(_ page: UInt64, _ access: Access) -> Translation? {
    if let frame = code.forgetting, access == .fetch, page == CodeFrames.window {
      return Translation(physicalPage: frame << MachineMemory.pageShift, canWrite: false)
    }
    for window in windows where window.linear.contains(page) {
      guard access != .write || window.canWrite, access != .fetch || window.isExecutable
      else { return nil }
      return Translation(
        physicalPage: window.physical + (page - window.linear.lowerBound),
        canWrite: window.canWrite)
    }
    return nil
  }

  /// Follows the tables in force. Marks nothing as accessed.
  func walk(_ address: UInt64) -> Walk { walk(address, from: root) }

  func walk(_ address: UInt64, from root: UInt64) -> Walk {
    var walk = Walk()
    guard Self.isCanonical(address), !Self.hole.contains(address), memory.exists(root) else {
      walk.missingLevel = 4
      return walk
    }
    var table = root
    var writable = true
    var executable = true
    for level in stride(from: 4, to: 1, by: -1) {
      let index = PageTableEntry.index(address, level)
      let entry = PageTableEntry(memory.entries(table)[index])
      guard entry.isPresent, memory.exists(entry.frame) else {
        walk.missingLevel = level
        return walk
      }
      memory.entries(table)[index] = entry.rawValue | PageTableEntry.accessed
      writable = writable && entry.isWritable
      executable = executable && entry.rawValue & PageTableEntry.noExecute == 0
      table = entry.frame
    }
    let index = PageTableEntry.index(address, 1)
    let entry = PageTableEntry(memory.entries(table)[index])
    walk.entry = memory.entries(table) + index
    walk.table = table
    walk.index = index
    walk.frame = entry.frame
    walk.isPresent = entry.isPresent
    walk.canWrite = writable && entry.isWritable
    walk.canExecute = executable && entry.rawValue & PageTableEntry.noExecute == 0
    walk.missingLevel = entry.isPresent ? 0 : 1
    return walk
  }
}

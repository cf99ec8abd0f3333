// SPDX-License-Identifier: Apache-2.0

import Base

/// Reference counts of a domain's frames by type, and the validation of page tables (get_page_type
/// and others, xen/arch/x86/mm.c@4.17).
///
/// A frame becomes a page table with the first reference to it as one: each entry is then validated
/// and takes references of its own. The frame may change its type when the last such reference is
/// dropped; Xen then flushes the processors that have not flushed since.
final class PageTypes {
  private let memory: MachineMemory
  let owner: UInt16
  /// Whether the domain may map device addresses, as the initial domain may.
  let mayMapDevices: Bool
  private let format: PageTableFormat

  init(_ memory: MachineMemory, owner: UInt16, mayMapDevices: Bool, _ format: PageTableFormat) {
    self.memory = memory
    self.owner = owner
    self.mayMapDevices = mayMapDevices
    self.format = format
  }

  func info(_ frame: UInt64) -> PageInfo? { memory.exists(frame) ? memory.info[Int(frame)] : nil }

  /// Whether the frame belongs to the domain.
  @inline(__always)
  func owns(_ frame: UInt64) -> Bool {
    memory.exists(frame) && memory.info[Int(frame)].owner == owner
  }

  // MARK: references

  func get(_ frame: UInt64, as kind: PageInfo.Kind) throws(PageTableRefusal) {
    guard owns(frame) else { throw notOurs(frame, .invalid) }
    let page = memory.info + Int(frame)
    if page.pointee.typeCount > 0, page.pointee.kind != kind {
      throw PageTableRefusal(
        error: .invalid, cause: .type, frame: frame,
        reason: "frame \(hex(frame)) is in use as a \(page.pointee.kind.name) "
          + "(\(page.pointee.typeCount) references), wanted as a \(kind.name)")
    }
    if page.pointee.typeCount == 0 {
      if page.pointee.lastKind != kind { memory.flushClock.onNeed(page.pointee.lastUse) }
      page.pointee.kind = kind
      // Counted during validation, so that a table cannot map itself writable.
      page.pointee.typeCount = 1
      page.pointee.isValidated = kind.level == nil
      do {
        if kind == .descriptors { try validateDescriptors(frame) }
        if kind.level != nil { try validate(frame, kind) }
        page.pointee.isValidated = true
      } catch {
        page.pointee.typeCount = 0
        page.pointee.kind = .none
        throw error
      }
    } else {
      page.pointee.typeCount += 1
    }
    page.pointee.count += 1
  }

  func put(_ frame: UInt64) {
    let page = memory.info + Int(frame)
    guard page.pointee.typeCount > 0 else { return }
    page.pointee.typeCount -= 1
    if page.pointee.count > 0 { page.pointee.count -= 1 }
    guard page.pointee.typeCount == 0 else { return }
    page.pointee.isValidated = false
    if let level = page.pointee.kind.level {
      dropEntries(frame, page.pointee.kind, format.slots(level))
    }
    page.pointee.lastKind = page.pointee.kind
    page.pointee.lastUse = memory.flushClock.now
    page.pointee.kind = .none
  }

  /// Takes a reference without a type.
  func getPlain(_ frame: UInt64) throws(PageTableRefusal) {
    guard owns(frame) else { throw notOurs(frame, .invalid) }
    memory.info[Int(frame)].count += 1
  }

  func putPlain(_ frame: UInt64) {
    if memory.info[Int(frame)].count > 0 { memory.info[Int(frame)].count -= 1 }
  }

  private func notOurs(_ frame: UInt64, _ error: XenError) -> PageTableRefusal {
    guard memory.exists(frame) else {
      return PageTableRefusal(
        error: error, cause: .noFrame, frame: frame,
        reason: "there is no machine frame \(hex(frame))")
    }
    return PageTableRefusal(
      error: error, cause: .foreign, frame: frame,
      reason: "machine frame \(hex(frame)) does not belong to the domain")
  }

  /// Checks a new page of descriptors, and stores each as Xen accepts it (validate_segdesc_page,
  /// arch/x86/pv/descriptor-tables.c@4.17).
  private func validateDescriptors(_ frame: UInt64) throws(PageTableRefusal) {
    let descriptors = memory.descriptors(frame)
    for index in 0..<MachineMemory.pageSize / 8 {
      guard let accepted = Descriptor.checked(descriptors[index], format) else {
        throw PageTableRefusal(
          error: .invalid, cause: .bits, frame: frame,
          reason: "descriptor \(index) (\(hex(descriptors[index]))) in frame \(hex(frame)) is "
            + "neither a segment nor a call gate of a guest")
      }
      descriptors[index] = accepted
    }
  }

  // MARK: entries

  /// The entry as Xen stores it, with its references taken.
  private func getEntry(
    _ entry: PageTableEntry, _ level: Int, in table: UInt64, at index: Int
  ) throws(PageTableRefusal) -> PageTableEntry {
    let bits = entry.rawValue & format.forbidden(level, hasDevices: mayMapDevices)
    guard bits == 0 else {
      throw PageTableRefusal(
        error: .invalid, cause: .bits, frame: entry.frame,
        reason: "an L\(level) entry may not have the bits \(hex(bits))")
    }
    if level == 1 { try getMapped(entry) } else { try getTable(entry, level, in: table, at: index) }
    return format.adjusted(entry, level)
  }

  /// Takes the table below an entry of level 2 to 4.
  private func getTable(
    _ entry: PageTableEntry, _ level: Int, in table: UInt64, at index: Int
  ) throws(PageTableRefusal) {
    do {
      try get(entry.frame, as: format.table(below: level, at: index))
    } catch {
      guard error.error == .invalid, getLinear(entry, level, in: table) else { throw error }
    }
  }

  /// Takes a linear entry: a read-only one that points to its own table or to another one of the
  /// same level, through which a guest sees its page tables as memory (get_l4_linear_pagetable …).
  ///
  /// - Returns: whether it is one, and may be.
  private func getLinear(_ entry: PageTableEntry, _ level: Int, in table: UInt64) -> Bool {
    guard !entry.isWritable, level < 3 || format.levels == 4 else { return false }
    if entry.frame == table { return true }
    guard owns(table), owns(entry.frame) else { return false }
    let (from, to) = (memory.info + Int(table), memory.info + Int(entry.frame))
    guard to.pointee.kind.level == level, to.pointee.typeCount > 0, to.pointee.isValidated,
      from.pointee.linear >= 0, from.pointee.linear < .max, to.pointee.linear <= 0,
      to.pointee.linear > .min
    else { return false }
    from.pointee.linear += 1
    to.pointee.linear -= 1
    to.pointee.typeCount += 1
    to.pointee.count += 1
    return true
  }

  private func getMapped(_ entry: PageTableEntry) throws(PageTableRefusal) {
    let frame = entry.frame
    guard isCounted(frame) else {
      if mayMapDevices { return }
      throw notOurs(frame, .notPermitted)
    }
    guard owns(frame) else { throw notOurs(frame, .notPermitted) }
    guard entry.isWritable else { return try getPlain(frame) }
    do {
      try get(frame, as: .writable)
    } catch {
      throw PageTableRefusal(
        error: .busy, cause: error.cause, frame: frame, reason: error.reason)
    }
  }

  /// Whether mappings of the frame are counted, because it is memory.
  private func isCounted(_ frame: UInt64) -> Bool {
    memory.exists(frame) && frame >= MachineMemory.firmwareFrames
  }

  private func putEntry(_ entry: PageTableEntry, _ level: Int, in table: UInt64) {
    guard entry.isPresent else { return }
    let frame = entry.frame
    if level > 1 { return putTable(frame, level, in: table) }
    guard isCounted(frame) else { return }
    if owns(frame), entry.isWritable { return put(frame) }
    putPlain(frame)
  }

  private func putTable(_ frame: UInt64, _ level: Int, in table: UInt64) {
    guard frame != table else { return }
    if memory.info[Int(frame)].kind.level == level {
      memory.info[Int(table)].linear -= 1
      memory.info[Int(frame)].linear += 1
    }
    put(frame)
  }

  private func validate(_ frame: UInt64, _ kind: PageInfo.Kind) throws(PageTableRefusal) {
    let entries = memory.entries(frame)
    let level = kind.level ?? 0
    let ownSlots = format.ownSlots(kind)
    for index in format.slots(level) where !ownSlots.contains(index) {
      let entry = PageTableEntry(entries[index])
      guard entry.isPresent else { continue }
      do {
        entries[index] = try getEntry(entry, level, in: frame, at: index).rawValue
      } catch {
        dropEntries(frame, kind, 0..<index)
        throw PageTableRefusal(
          error: error.error, cause: error.cause, frame: error.frame,
          reason:
            "entry \(index) (\(hex(entry.rawValue))) of the L\(level) in frame \(hex(frame)): "
            + error.reason)
      }
    }
    if format.type == .pae, kind == .l3 { try checkLastSlot(frame) }
  }

  /// Checks the last slot of a new L3 with PAE: its table, which has Xen's entries, is its alone
  /// (create_pae_xen_mappings).
  private func checkLastSlot(_ frame: UInt64) throws(PageTableRefusal) {
    let entry = PageTableEntry(memory.entries(frame)[PageTableFormat.lastSlot])
    guard !entry.isPresent || memory.info[Int(entry.frame)].typeCount > 1 else { return }
    dropEntries(frame, .l3, format.slots(3))
    let reason = entry.isPresent ? "is used by another L3" : "is not present"
    throw PageTableRefusal(
      error: .invalid, cause: .noTable, frame: frame,
      reason: "the L2 of the last slot of the L3 in frame \(hex(frame)) \(reason)")
  }

  private func dropEntries(_ frame: UInt64, _ kind: PageInfo.Kind, _ range: Range<Int>) {
    let entries = memory.entries(frame)
    let level = kind.level ?? 0
    let ownSlots = format.ownSlots(kind)
    for index in range where !ownSlots.contains(index) {
      let entry = PageTableEntry(entries[index])
      putEntry(entry, level, in: frame)
      if level == 3 { entries[index] = format.unadjusted(entry, level).rawValue }
    }
  }

  /// Changes an entry of a page table.
  ///
  /// - Parameters:
  ///   - frame: of the page table.
  ///   - index: of the entry.
  ///   - new: its new value.
  ///   - keepsAccessed: whether the accessed and dirty bits keep their values.
  /// - Throws: `PageTableRefusal` if the frame is not a page table of the domain, or the entry is
  ///   not allowed.
  func change(
    _ frame: UInt64, _ index: Int, to new: PageTableEntry, keepsAccessed: Bool = false
  ) throws(PageTableRefusal) {
    guard owns(frame), let level = memory.info[Int(frame)].kind.level,
      memory.info[Int(frame)].typeCount > 0
    else {
      throw PageTableRefusal(
        error: .invalid, cause: .noTable, frame: frame,
        reason: "frame \(hex(frame)) is not a page table")
    }
    if format.isFixed(memory.info[Int(frame)].kind, index) {
      throw PageTableRefusal(
        error: .invalid, cause: .reserved, frame: frame,
        reason: "slot \(index) of an L\(level) is Xen's own")
    }
    let entries = memory.entries(frame)
    let old = PageTableEntry(entries[index])
    var taken = new
    if new.isPresent { taken = try getEntry(new, level, in: frame, at: index) }
    if keepsAccessed {
      let bits = PageTableEntry.accessed | PageTableEntry.dirty
      taken.rawValue = taken.rawValue & ~bits | old.rawValue & bits
    }
    entries[index] = taken.rawValue
    putEntry(old, level, in: frame)
  }

  // MARK: pins

  func pin(_ frame: UInt64, level: Int) throws(PageTableRefusal) {
    try get(frame, as: .table(level))
    guard !memory.info[Int(frame)].isPinned else {
      put(frame)
      throw PageTableRefusal(
        error: .invalid, cause: .pin, frame: frame, reason: "frame \(hex(frame)) is pinned already")
    }
    memory.info[Int(frame)].isPinned = true
  }

  func unpin(_ frame: UInt64) throws(PageTableRefusal) {
    guard owns(frame) else { throw notOurs(frame, .invalid) }
    guard memory.info[Int(frame)].isPinned else {
      throw PageTableRefusal(
        error: .invalid, cause: .pin, frame: frame, reason: "frame \(hex(frame)) is not pinned")
    }
    memory.info[Int(frame)].isPinned = false
    put(frame)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Updates of page tables (xen/arch/x86/mm.c@4.17).
extension Hypervisor {
  /// Changes an entry and records what the processor may still hold of the old one.
  func changeEntry(
    _ table: UInt64, _ index: Int, _ entry: PageTableEntry, keepsAccessed: Bool = false
  ) throws(PageTableRefusal) {
    try types.change(table, index, to: entry, keepsAccessed: keepsAccessed)
    let address = memory.entryAddress(table, index)
    let now = memory.entries(table)[index]
    // The next use of the address must be translated again, so that it can be checked.
    if memory.info[Int(table)].kind == .l1 {
      for vcpu in vcpus where vcpu.log.changed(at: address, to: now) && vcpu === self.vcpu {
        dropTranslations()
      }
    } else {
      dropTranslations()
    }
    if request.trace.contains(.pagetables) {
      onTrace(
        findings.line(
          now: self.now,
          "L\(memory.info[Int(table)].kind.rawValue) \(hex(table))[\(index)] = \(hex(now))"))
    }
  }

  /// Checks the target of an update: only the domain itself exists.
  func target(_ id: UInt64) throws(XenError) {
    let low = id & 0xffff
    guard low == numbers.selfId || low == UInt64(domain.id) else {
      throw domain.isPrivileged || low >= numbers.selfId ? .noDomain : .notPermitted
    }
  }

  func mmuUpdate(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let count = call.narrow(1)
    let owner = call.narrow(3)
    let pageOwner = owner & 0xffff
    var done: UInt64 = 0
    defer {
      if call[2] != 0 { try? space.store(UInt32(truncatingIfNeeded: done), at: call[2]) }
    }
    // The initial domain maps devices with the owner DOMID_IO.
    if pageOwner != numbers.ioId || !domain.isPrivileged { try target(pageOwner) }
    while done < count {
      let at = call[0] &+ done * UInt64(numbers.update.size)
      let pointer: UInt64 = try space.load(at &+ UInt64(numbers.update.ptr))
      let value: UInt64 = try space.load(at &+ UInt64(numbers.update.val))
      try update(pointer, value)
      done += 1
      clock.spend(20)
    }
    return 0
  }

  private func update(_ pointer: UInt64, _ value: UInt64) throws(XenError) {
    let command = pointer & 3
    let frame = (pointer & ~3) >> MachineMemory.pageShift
    switch ConstantGroup.mmuUpdate.constant(Int(command), in: interface.release)?.name {
    case "MMU_MACHPHYS_UPDATE":
      guard types.owns(frame) else { throw .invalid }
      memory.machineToPhysical[Int(frame)] = value
    case nil: throw .notImplemented
    case let name:
      let index = Int(pointer & 0xffc) / space.format.entrySize
      try changeOrWrite(
        frame, index, PageTableEntry(value), keepsAccessed: name == "MMU_PT_UPDATE_PRESERVE_AD")
    }
  }

  /// Changes an entry of a page table, or a word of any other page.
  func changeOrWrite(
    _ frame: UInt64, _ index: Int, _ entry: PageTableEntry, keepsAccessed: Bool
  ) throws(XenError) {
    do throws(PageTableRefusal) {
      if types.owns(frame), memory.info[Int(frame)].kind.level == nil {
        try types.get(frame, as: .writable)
        space.code.wasChanged(frame)
        memory.entries(frame)[index] = entry.rawValue
        types.put(frame)
        return
      }
      try changeEntry(frame, index, entry, keepsAccessed: keepsAccessed)
    } catch {
      reportRefusal(
        error, "mmu_update of entry \(index) in frame \(hex(frame)) to \(hex(entry.rawValue))")
      throw error.error
    }
  }

  func updateVaMapping(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let address = call[0]
    let walk = space.walk(address)
    guard let table = walk.table else {
      reportRefusal(
        PageTableRefusal(
          error: .invalid, cause: .noTable, frame: 0,
          reason: "no L1 maps \(hex(address)): its L\(walk.missingLevel) entry is not present"),
        "update_va_mapping of \(hex(address))")
      throw .invalid
    }
    // A linear table makes other levels appear as L1.
    guard types.info(table)?.kind == .l1 else { throw .invalid }
    do {
      try changeEntry(table, walk.index, PageTableEntry(call[1]))
    } catch {
      reportRefusal(error, "update_va_mapping of \(hex(address)) to \(hex(call[1]))")
      throw error.error
    }
    try flush(call[2], address)
    return 0
  }

  private func flush(_ flags: UInt64, _ address: UInt64) throws(XenError) {
    let mask = interface.number("UVMF_FLUSHTYPE_MASK")
    let whose = flags & ~mask
    switch flags & mask {
    case interface.number("UVMF_TLB_FLUSH"): flushTranslations(of: try flushed(whose))
    case interface.number("UVMF_INVLPG"): flushPage(address, of: try flushed(whose))
    default: break
    }
  }

  /// The vCPUs to flush: the current one, all, or those in a bitmap at an address.
  private func flushed(_ whose: UInt64) throws(XenError) -> [Vcpu] {
    if whose == interface.number("UVMF_LOCAL") { return [vcpu] }
    return whose == interface.number("UVMF_ALL") ? vcpus : try vcpus(inBitmapAt: whose)
  }

  func vcpus(inBitmapAt address: UInt64) throws(XenError) -> [Vcpu] {
    let bits = try space.word(address)
    return vcpus.filter { bits >> UInt64($0.id) & 1 == 1 }
  }

  func flushTranslations(of targets: [Vcpu]) {
    for target in targets {
      if target === vcpu { flushTranslations() } else { target.log.flushed() }
    }
  }

  /// Records the flush of one page; `changeEntry` has already dropped the processor's translations,
  /// and only a stale one can have come since.
  func flushPage(_ address: UInt64, of targets: [Vcpu]) {
    for target in targets where target.log.flushed(address & ~0xfff) && target === vcpu {
      dropTranslations()
    }
  }

  func updateVaMappingOtherdomain(_ call: HypercallRequest) throws(XenError) -> Int64 {
    try target(call[3])
    return try updateVaMapping(call)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base

/// The extended commands of mmu_update, which was one with mmuext_op in Xen 2.0.
enum EarlyMmuCommand: String, CaseIterable, Sendable {
  case pinL1 = "MMUEXT_PIN_L1_TABLE"
  case pinL2 = "MMUEXT_PIN_L2_TABLE"
  case unpin = "MMUEXT_UNPIN_TABLE"
  case newBase = "MMUEXT_NEW_BASEPTR"
  case flush = "MMUEXT_TLB_FLUSH"
  case flushPage = "MMUEXT_INVLPG"
  case flushCache = "MMUEXT_FLUSH_CACHE"
  case setLdt = "MMUEXT_SET_LDT"
  case setForeign = "MMUEXT_SET_FOREIGNDOM"
  case clearForeign = "MMUEXT_CLEAR_FOREIGNDOM"
}

/// Updates of page tables in Xen 2.0 (xen/arch/x86/memory.c@2.0.6). All that is refused is -EINVAL.
extension Hypervisor {
  func earlyMmuUpdate(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let count = call.narrow(1)
    // The upper half is for calls that Xen itself continues.
    guard count >> 16 == 0 else { throw .invalid }
    var (done, mustFlush): (UInt64, Bool) = (0, false)
    defer {
      if mustFlush { flushTranslations() }
      if call[2] != 0 { try? space.store(UInt32(truncatingIfNeeded: done), at: call[2]) }
    }
    while done < count {
      let at = call[0] &+ done * UInt64(numbers.update.size)
      let pointer = try space.word(at &+ UInt64(numbers.update.ptr))
      let value = try space.word(at &+ UInt64(numbers.update.val))
      try earlyUpdate(pointer, value, &mustFlush)
      done += 1
      clock.spend(20)
    }
    return 0
  }

  private func earlyUpdate(
    _ pointer: UInt64, _ value: UInt64, _ mustFlush: inout Bool
  ) throws(XenError) {
    let command = pointer & UInt64(space.format.entrySize - 1)
    let frame = pointer >> MachineMemory.pageShift
    switch command {
    case interface.number("MMU_NORMAL_PT_UPDATE"):
      let index = Int(pointer & 0xfff) / space.format.entrySize
      do {
        try changeOrWrite(frame, index, PageTableEntry(value), keepsAccessed: false)
      } catch { throw .invalid }
    case interface.number("MMU_MACHPHYS_UPDATE"):
      guard types.owns(frame) else { throw .invalid }
      memory.machineToPhysical[Int(frame)] = value
    case interface.number("MMU_EXTENDED_COMMAND"):
      try extendedEarly(pointer & ~command, value, &mustFlush)
    default: throw .invalid
    }
  }

  private func extendedEarly(
    _ pointer: UInt64, _ value: UInt64, _ mustFlush: inout Bool
  ) throws(XenError) {
    let number = value & interface.number("MMUEXT_CMD_MASK")
    guard
      let command = EarlyMmuCommand.allCases.first(where: {
        interface.numberIfNamed($0.rawValue) == number
      })
    else { throw .invalid }
    let isOfTable = [.pinL1, .pinL2, .unpin, .newBase].contains(command)
    guard isOfTable else { return try otherEarly(command, pointer, value, &mustFlush) }
    let frame = pointer >> MachineMemory.pageShift
    do throws(PageTableRefusal) {
      switch command {
      case .pinL1: try types.pin(frame, level: 1)
      case .pinL2: try types.pin(frame, level: 2)
      case .unpin: try types.unpin(frame)
      default: try types.get(frame, as: space.format.root)
      }
    } catch {
      reportRefusal(error, "\(command.rawValue) of frame \(hex(frame))")
      throw .invalid
    }
    if command == .newBase {
      types.put(vcpu.kernelRoot)
      vcpu.kernelRoot = frame
      useTables()
      // The flush that an earlier command asked for is done by this.
      mustFlush = false
      return flushTranslations()
    }
    dropTranslations()
  }

  private func otherEarly(
    _ command: EarlyMmuCommand, _ pointer: UInt64, _ value: UInt64, _ mustFlush: inout Bool
  ) throws(XenError) {
    switch command {
    // At the end of the call.
    case .flush: mustFlush = true
    case .flushPage: flushPage(pointer, of: [vcpu])
    case .flushCache: if !domain.isPrivileged { throw .invalid }
    case .setLdt:
      try setLocalTable(pointer, value >> interface.number("MMUEXT_CMD_SHIFT"))
    case .setForeign:
      // Of the domain's that one may name, there is none but those of devices and of Xen.
      let id = value >> 16
      let isKnown =
        id == numbers.ioId || domain.isPrivileged && id == interface.number("DOMID_XEN")
      if !isKnown { throw .invalid }
    default: break
    }
  }

  /// Changes the entry of a page by its number.
  func earlyUpdateVaMapping(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let address = call[0] << MachineMemory.pageShift
    guard address < space.format.hole.lowerBound else { throw .invalid }
    let walk = space.walk(address)
    // Xen uses a linear mapping, and has a fault of its own where no table is.
    guard let table = walk.table, types.info(table)?.kind == .l1 else { throw .invalid }
    do throws(PageTableRefusal) {
      try changeEntry(table, walk.index, PageTableEntry(call[1]))
    } catch {
      reportRefusal(error, "update_va_mapping of \(hex(address)) to \(hex(call[1]))")
      throw .invalid
    }
    if call[2] & interface.number("UVMF_TLB_FLUSH") != 0 {
      flushTranslations()
    } else if call[2] & interface.number("UVMF_INVLPG") != 0 {
      flushPage(address, of: [vcpu])
    }
    return 0
  }

  func earlyUpdateVaMappingOtherdomain(_ call: HypercallRequest) throws(XenError) -> Int64 {
    guard domain.isPrivileged else { throw .notPermitted }
    guard call[3] & 0xffff == UInt64(domain.id) else { throw .noDomain }
    return try earlyUpdateVaMapping(call)
  }

  /// Changes the domain's memory (xen/common/dom_mem_ops.c@2.0.6).
  ///
  /// - Returns: the number of extents done.
  func earlyDomMemOp(_ call: HypercallRequest) throws(XenError) -> Int64 {
    let (command, list, count, order) = (call[0], call[1], call[2], call.narrow(3))
    let id = call[4] & 0xffff
    guard id == numbers.selfId || domain.isPrivileged else { throw .notPermitted }
    guard id == numbers.selfId || id == UInt64(domain.id) else { throw .noDomain }
    guard count <= memory.frameCount, order <= 9 else { throw .invalid }
    switch command {
    case interface.number("MEMOP_increase_reservation"):
      guard order == 0 else { return 0 }
      for done in 0..<count {
        guard domain.frameCount < domain.mostFrames, let frame = memory.allocate(for: domain.id)
        else { return Int64(done) }
        domain.frameCount += 1
        try space.store(word: frame, at: list &+ done * 4)
      }
    case interface.number("MEMOP_decrease_reservation"):
      for done in 0..<count {
        let first = try space.word(list &+ done * 4)
        for frame in first..<first &+ (1 << order) {
          guard give(back: frame) else { return Int64(done) }
        }
      }
    default: throw .notImplemented
    }
    return Int64(count)
  }
}

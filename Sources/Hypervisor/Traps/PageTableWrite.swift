// SPDX-License-Identifier: Apache-2.0

import Base

/// An instruction of the guest's kernel that writes to one of its page tables (writable page
/// tables, ptwr in xen/arch/x86/pv/ro-page-fault.c@4.17).
///
/// Xen decodes the instruction. Here any instruction is executed on a copy of the table, and the
/// changes are then applied like those of any other update.
struct PageTableWrite {
  /// The frame of the page table, and the address of the instruction.
  let table: UInt64
  let place: UInt64
}

extension Hypervisor {
  /// Prepares the execution of such an instruction; false if the fault has another cause.
  func beginPageTableWrite(_ page: UInt64, _ walk: PageTableWalk) -> Bool {
    let assist = interface.number("VMASST_TYPE_writable_pagetables")
    guard vcpu.isInKernel, domain.assists >> assist & 1 == 1, pageTableWrite == nil,
      walk.isPresent, !walk.canWrite, types.owns(walk.frame),
      memory.info[Int(walk.frame)].kind == .l1
    else { return false }
    ownPages.scratch.copyMemory(from: memory.pointer(walk.frame), byteCount: 4096)
    space.scratch = (page, ownPages.scratchPhysical)
    pageTableWrite = PageTableWrite(table: walk.frame, place: processor[.rip])
    dropTranslations()
    processor[.rflags] |= Numbers.trapFlag
    return true
  }

  /// Applies the changes after the instruction has been executed or has failed.
  ///
  /// - Returns: whether the trap must still be handled.
  func finish(_ write: PageTableWrite, after trap: Trap) -> Bool {
    pageTableWrite = nil
    space.scratch = nil
    processor[.rflags] &= ~Numbers.trapFlag
    dropTranslations()
    let copy = PageTable(ownPages.scratch, entrySize: space.format.entrySize)
    let table = memory.entries(write.table)
    for index in 0..<space.format.entryCount where copy[index] != table[index] {
      do throws(PageTableRefusal) {
        try apply(copy[index], to: write.table, index)
      } catch {
        reportRefusal(error, "a write to the L1 in frame \(hex(write.table)), entry \(index)")
        processor[.rip] = write.place
        raise(Vector.page, error: 3)
        return false
      }
    }
    clock.spend(400)
    return trap != .exception(vector: Vector.debug, error: 0)
  }

  /// A guest with PAE writes the halves of an entry one after the other. If it takes the upper one
  /// first, the entry is not present until the lower one comes (ptwr_emulated_update).
  private func apply(
    _ value: UInt64, to table: UInt64, _ index: Int
  ) throws(PageTableRefusal) {
    let old = memory.entries(table)[index]
    let isUpperHalf = interface.guest == .pae && UInt32(truncatingIfNeeded: value ^ old) == 0
    do {
      try changeEntry(table, index, PageTableEntry(value))
    } catch {
      guard isUpperHalf, PageTableEntry(value).isPresent else { throw error }
      try changeEntry(table, index, PageTableEntry(value & ~PageTableEntry.present))
    }
  }
}

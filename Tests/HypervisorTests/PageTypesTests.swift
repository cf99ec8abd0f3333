// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// Which page tables and descriptors of 32-bit guests Xen accepts (xen/arch/x86/mm.c and
/// pv/descriptor-tables.c@4.17).
@Suite struct PageTypesTests {
  /// A domain without page tables.
  private struct Scene {
    let memory: MachineMemory
    let types: PageTypes
    let format: PageTableFormat
    static let flags = PageTableEntry.present | PageTableEntry.user

    init(_ type: GuestType) throws {
      let release = type == .twoLevels ? try #require(XenRelease("3.2")) : .standard
      format = PageTableFormat(Interface(release: release, guest: type))
      // Frames of which none is a device's.
      memory = try #require(MachineMemory(frames: 64, contiguous: 0, reserved: 0, format))
      types = PageTypes(memory, owner: 1, mayMapDevices: false, format)
    }

    func frame() throws -> UInt64 { try #require(memory.allocate(for: 1)) }

    /// A root with PAE whose last slot has that table, or a new one.
    func root(last: UInt64? = nil) throws -> UInt64 {
      let (root, table) = (try frame(), try last ?? frame())
      memory.entries(root)[PageTableFormat.lastSlot] = entry(table)
      return root
    }

    func entry(_ frame: UInt64) -> UInt64 { PageTableEntry(frame: frame, Self.flags).rawValue }
  }

  private func error(_ body: () throws -> Void) -> XenError? {
    do {
      try body()
      return nil
    } catch {
      return (error as? PageTableRefusal)?.error
    }
  }

  @Test func aRootWithPAEHasItsLastTable() throws {
    let scene = try Scene(.pae)
    let empty = try scene.frame()
    #expect(error { try scene.types.pin(empty, level: 3) } == .invalid)
    let root = try scene.root()
    #expect(error { try scene.types.pin(root, level: 3) } == nil)
    // The bits that Xen adds are taken back with the type.
    let added = PageTableEntry.user | PageTableEntry.writable
    let slot = PageTableFormat.lastSlot
    #expect(scene.memory.entries(root)[slot] & added == added)
    try scene.types.unpin(root)
    #expect(scene.memory.entries(root)[slot] & added == 0)
  }

  @Test func theLastTableBelongsToOneRoot() throws {
    let scene = try Scene(.pae)
    let shared = try scene.frame()
    try scene.types.pin(scene.root(last: shared), level: 3)
    let other = try scene.root(last: shared)
    #expect(error { try scene.types.pin(other, level: 3) } == .invalid)
    // Nor is it the table of another slot.
    let third = try scene.root()
    scene.memory.entries(third)[0] = scene.entry(shared)
    #expect(error { try scene.types.pin(third, level: 3) } == .invalid)
    // The refused roots hold no references.
    #expect(scene.types.info(shared)?.typeCount == 1)
  }

  @Test func theLastSlotOfARootStays() throws {
    let scene = try Scene(.pae)
    let root = try scene.root()
    try scene.types.pin(root, level: 3)
    let table = try PageTableEntry(scene.entry(scene.frame()))
    #expect(error { try scene.types.change(root, 3, to: table) } == .invalid)
    #expect(error { try scene.types.change(root, 2, to: table) } == nil)
  }

  /// The entries of the last L2 from Xen's first address on, and those of a root without PAE.
  @Test(arguments: [(GuestType.pae, 0x1ac), (.twoLevels, 0x3f0)])
  func xensEntriesStay(type: GuestType, first: Int) throws {
    let scene = try Scene(type)
    let root = try type == .pae ? scene.root() : scene.frame()
    try scene.types.pin(root, level: scene.format.levels)
    let last = PageTableEntry(scene.memory.entries(root)[PageTableFormat.lastSlot]).frame
    let table = type == .pae ? last : root
    let entry = try PageTableEntry(scene.entry(scene.frame()))
    #expect(error { try scene.types.change(table, first, to: entry) } == .invalid)
    #expect(error { try scene.types.change(table, first - 1, to: entry) } == nil)
  }

  /// A table without PAE has 1024 entries of 32 bits.
  @Test func entriesOf32Bits() throws {
    let scene = try Scene(.twoLevels)
    let (root, table) = (try scene.frame(), try scene.frame())
    scene.memory.entries(root)[600] = scene.entry(table)
    scene.memory.entries(table)[1023] = scene.entry(try scene.frame())
    try scene.types.pin(root, level: 2)
    #expect(scene.types.info(table)?.kind == .l1)
    let bytes = scene.memory.pointer(root) + 600 * 4
    #expect(UInt64(bytes.load(as: UInt32.self)) == scene.entry(table))
  }

  /// Descriptors become those of the kernel's ring: a segment of ring 0 in a new table is one of
  /// ring 1, and of a 64-bit guest's ring 3. What is none of a guest is refused.
  @Test(
    arguments: [(.pae, 0x00cf_bb00_0000_ffff), (.pv64, 0x00cf_fb00_0000_ffff)]
      as [(GuestType, UInt64)])
  func descriptorsAreOfTheKernelsRing(type: GuestType, expected: UInt64) throws {
    let scene = try Scene(type)
    let table = try scene.frame()
    scene.memory.descriptors(table)[1] = 0x00cf_9b00_0000_ffff
    try scene.types.get(table, as: .descriptors)
    #expect(scene.memory.descriptors(table)[1] == expected)
    let other = try scene.frame()
    let taskState: UInt64 = 0x0000_8900_0000_0067
    scene.memory.descriptors(other)[1] = taskState
    #expect(error { try scene.types.get(other, as: .descriptors) } == .invalid)
    #expect(scene.types.info(other)?.typeCount == 0)
  }
}

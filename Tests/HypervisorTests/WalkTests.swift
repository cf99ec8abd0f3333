// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import HypervisorABI
import Testing

@testable import Hypervisor

/// Which accesses leave accessed and dirty bits in a guest's page tables.
@Suite struct WalkTests {
  /// Tables of each level, which map one page.
  private struct Tables {
    let memory: MachineMemory
    let space: AddressSpace
    /// The table of each level, from the root to 1, and the index of the entry in it.
    let places: [(table: UInt64, index: Int)]
    static let address: UInt64 = 0x40_3020_1000
    /// The same for 32 bits.
    static let narrowAddress: UInt64 = 0x3020_1000
    let address: UInt64

    init(_ type: GuestType = .pv64) throws {
      let release = type == .twoLevels ? try #require(XenRelease("3.2")) : .standard
      let format = PageTableFormat(Interface(release: release, guest: type))
      let memory = try #require(MachineMemory(frames: 16, contiguous: 0, reserved: 0, format))
      let frames = try (0...format.levels).map { _ in try #require(memory.allocate(for: 1)) }
      let flags = PageTableEntry.present | PageTableEntry.writable | PageTableEntry.user
      let address = type.is64 ? Self.address : Self.narrowAddress
      self.address = address
      places = (0..<format.levels).map { step in
        (frames[step], format.index(address, format.levels - step))
      }
      for (step, place) in places.enumerated() {
        memory.entries(place.table)[place.index] =
          PageTableEntry(frame: frames[step + 1], flags).rawValue
      }
      self.memory = memory
      space = AddressSpace(memory, TranslationLog(), format)
      space.root = frames[0]
    }

    private var entries: [UInt64] { places.map { memory.entries($0.table)[$0.index] } }

    /// Whether each entry was accessed, from the root to level 1, and whether the page is dirty.
    var marks: [Bool] {
      entries.map { $0 & PageTableEntry.accessed != 0 }
        + [entries[entries.count - 1] & PageTableEntry.dirty != 0]
    }

    /// Removes bits of the entry of a level.
    func clear(_ bits: UInt64, level: Int) {
      let place = places[places.count - level]
      memory.entries(place.table)[place.index] &= ~bits
    }
  }

  private static let none = [false, false, false, false, false]
  private static let read = [true, true, true, true, false]
  private static let written = [true, true, true, true, true]

  @Test func lookingLeavesNoMark() throws {
    let tables = try Tables()
    #expect(tables.space.walk(Tables.address).isPresent)
    #expect(tables.space.peek(Tables.address) == 0)
    #expect(tables.space.peek(16, at: Tables.address + 4088) == nil)
    #expect(tables.marks == Self.none)
  }

  @Test func anAccessLeavesMarks() throws {
    for (access, marks) in [(Access.read, Self.read), (.fetch, Self.read), (.write, Self.written)] {
      let tables = try Tables()
      #expect(tables.space.translate(Tables.address, access) != nil)
      #expect(tables.marks == marks, "\(access)")
    }
  }

  /// A hypercall's argument is accessed as by an instruction.
  @Test func aHypercallLeavesMarks() throws {
    let tables = try Tables()
    _ = try tables.space.read(8, at: Tables.address)
    #expect(tables.marks == Self.read)
    try tables.space.write([1], at: Tables.address)
    #expect(tables.marks == Self.written)
    #expect(tables.space.peek(Tables.address) == 1)
  }

  /// The processor marks the tables on the way to an entry that is missing.
  @Test func aFaultMarksTheWay() throws {
    let tables = try Tables()
    tables.clear(.max, level: 1)
    #expect(tables.space.translate(Tables.address, .read) == nil)
    #expect(tables.marks == [true, true, true, false, false])
  }

  /// The levels of 32-bit guests, each as many as it has.
  @Test(arguments: [(GuestType.pae, 3), (.twoLevels, 2)])
  func anAccessOf32BitsLeavesMarks(type: GuestType, levels: Int) throws {
    let tables = try Tables(type)
    #expect(tables.space.translate(tables.address, .write) != nil)
    #expect(tables.marks == Array(repeating: true, count: levels + 1))
    #expect(tables.space.walk(tables.address | 1 << 32).missingLevel == levels)
  }

  /// Programs of a 32-bit guest are in a ring of their own: what is not theirs they cannot use.
  @Test(arguments: [(GuestType.pae, 1), (.pae, 2), (.twoLevels, 1), (.twoLevels, 2)])
  func programsDoNotSeeTheKernel(type: GuestType, level: Int) throws {
    let tables = try Tables(type)
    tables.space.isInUserRing = { true }
    #expect(tables.space.translate(tables.address, .read) != nil)
    tables.clear(PageTableEntry.user, level: level)
    #expect(tables.space.translate(tables.address, .read) == nil)
    tables.space.isInUserRing = { false }
    #expect(tables.space.translate(tables.address, .read) != nil)
  }

  /// An L3 entry with PAE has no permissions of its own.
  @Test func anL3WithPAEPermitsAll() throws {
    let tables = try Tables(.pae)
    tables.clear(PageTableEntry.user | PageTableEntry.writable, level: 3)
    tables.space.isInUserRing = { true }
    #expect(tables.space.translate(tables.address, .write) != nil)
  }
}

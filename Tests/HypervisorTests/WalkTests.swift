// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Testing

@testable import Hypervisor

/// Which accesses leave accessed and dirty bits in a guest's page tables.
@Suite struct WalkTests {
  /// Four tables that map one page.
  private struct Tables {
    let memory: MachineMemory
    let space: AddressSpace
    /// The entry of each level, from 4 to 1.
    let entries: [UnsafeMutablePointer<UInt64>]
    static let address: UInt64 = 0x40_3020_1000

    init() throws {
      let memory = try #require(MachineMemory(frames: 16, contiguous: 0, reserved: 0))
      let frames = try (0..<5).map { _ in try #require(memory.allocate(for: 1)) }
      let flags = PageTableEntry.present | PageTableEntry.writable | PageTableEntry.user
      entries = (0..<4).map { step in
        let place = memory.entries(frames[step]) + PageTableEntry.index(Self.address, 4 - step)
        place.pointee = PageTableEntry(frame: frames[step + 1], flags).rawValue
        return place
      }
      self.memory = memory
      space = AddressSpace(memory, TranslationLog())
      space.root = frames[0]
    }

    /// Whether each entry was accessed, from level 4 to 1, and whether the page is dirty.
    var marks: [Bool] {
      entries.map { $0.pointee & PageTableEntry.accessed != 0 }
        + [entries[3].pointee & PageTableEntry.dirty != 0]
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
    tables.entries[3].pointee = 0
    #expect(tables.space.translate(Tables.address, .read) == nil)
    #expect(tables.marks == [true, true, true, false, false])
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// Changes that mutants consist of.
extension TestGuest {
  /// Replaces the descriptor of a note, or adds the note.
  public mutating func set(_ note: TestNote) {
    if let index = notes.firstIndex(where: { $0.type == note.type }) {
      notes[index] = note
    } else {
      notes.append(note)
    }
  }

  public mutating func remove(_ note: XenNote) { notes.removeAll { $0.type == note.number } }

  /// Moves the guest to another base, and changes everything that depends on it.
  public mutating func move(toBase base: UInt64) {
    set(TestNote(.virtBase, base))
    set(TestNote(.entry, base &+ TestGuest.start))
    header.entry = base &+ TestGuest.start
    segments[0].virtualAddress = base &+ TestGuest.start
  }

  /// Removes the notes, so that only the legacy string describes the guest.
  public mutating func speakLegacy(_ string: String) {
    notes = []
    (notesBySegment, notesBySection) = (false, false)
    legacy = string
  }

  /// A valid `__xen_guest` string.
  public static let legacyString =
    "GUEST_OS=linux,XEN_VER=xen-3.0,VIRT_BASE=0xffffffff80000000,ELF_PADDR_OFFSET=0x0,LOADER=generic"

  /// A valid 32-bit PAE kernel, except for its code.
  public static var pae: TestGuest {
    var guest = TestGuest()
    guest.header.is64 = false
    guest.header.machine = UInt16(EM_386)
    guest.move(toBase: 0xc000_0000)
    guest.set(TestNote(.virtBase, 0xc000_0000, size: 4))
    guest.set(TestNote(.entry, 0xc010_0000, size: 4))
    guest.set(TestNote(.paddrOffset, 0, size: 4))
    guest.set(TestNote(.paeMode, "yes"))
    return guest
  }

  /// A valid PVH kernel of either width, except for its code.
  public static func pvh(is64: Bool) -> TestGuest {
    var guest = TestGuest()
    guest.header.is64 = is64
    guest.header.machine = UInt16(is64 ? EM_X86_64 : EM_386)
    guest.header.entry = TestGuest.start
    guest.segments[0].virtualAddress = TestGuest.start
    guest.notes = [TestNote(.phys32Entry, TestGuest.start, size: 4)]
    return guest
  }
}

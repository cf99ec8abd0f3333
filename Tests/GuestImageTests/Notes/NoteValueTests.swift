// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import GuestImage

@Suite struct NoteValueTests {
  private func value(
    _ note: XenNote, _ descriptor: [UInt8], width: ElfFile.Width = .bits64
  ) -> NoteValue? {
    record(note.number, descriptor)?.value(width: width)
  }

  private func record(_ type: UInt32, _ descriptor: [UInt8], owner: String = "Xen\0") -> NoteRecord?
  {
    var iterator = NoteIterator(
      Bytes(Notes.note(type, descriptor, owner: Array(owner.utf8))), origin: .segment(0), base: 0)
    return iterator.next()
  }

  @Test func strings() {
    #expect(value(.guestOS, Array("linux\0junk".utf8)) == .string("linux"))
    #expect(value(.loader, Array("generic".utf8)) == .string("generic"))
    #expect(value(.guestOS, [])?.description == "")
  }

  @Test(arguments: [1, 2, 4, 8])
  func numbers(count: Int) {
    let bytes: [UInt8] = [0xf1, 2, 3, 4, 5, 6, 7, 0x88]
    let expected = bytes.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(value(.entry, Array(bytes.prefix(count))) == .address(expected))
    #expect(value(.suspendCancel, Array(bytes.prefix(count))) == .number(expected))
  }

  @Test(arguments: [0, 3, 5, 7, 9])
  func numbersOfOtherSizes(count: Int) {
    #expect(value(.entry, [UInt8](repeating: 1, count: count)) == .wrongSize(count))
    #expect(record(1, [UInt8](repeating: 1, count: count))?.number == nil)
  }

  @Test func features() {
    let text = value(.features, Array("writable_page_tables|!dom0".utf8))
    #expect(text?.description == "writable_page_tables !dom0")
  }

  @Test func pairs() {
    let word: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0]
    #expect(value(.l1MfnValid, word + word) == .pairs([.init(mask: 1, value: 1)]))
    #expect(value(.l1MfnValid, word, width: .bits32) == .pairs([.init(mask: 1, value: 0)]))
    #expect(value(.l1MfnValid, word) == .wrongSize(8))
    #expect(value(.l1MfnValid, word + word)?.description == "mask 0x1 value 0x1")
  }

  @Test func bitmap() {
    let value = value(.supportedFeatures, [0x01, 0x08, 0, 0, 0x02, 0, 0, 0])
    #expect(value == .bits([0, 11, 33]))
    #expect(value?.description == "writable_page_tables dom0 bit 33")
    #expect(self.value(.supportedFeatures, [1, 2, 3]) == .wrongSize(3))
  }

  @Test func relocation() {
    let value = value(.phys32Reloc, [0, 0, 0x20, 0, 0, 0, 0, 1])
    #expect(value == .relocation([0x20_0000, 0x100_0000]))
    #expect(value?.description == "alignment 0x200000, least 0x1000000")
    #expect(self.value(.phys32Reloc, [UInt8](repeating: 0, count: 16)) == .wrongSize(16))
  }

  @Test func ofOthers() {
    #expect(record(1, [1, 2, 3, 4], owner: "GNU\0")?.value(width: .bits64) == nil)
    #expect(record(0x7777, [1])?.value(width: .bits64) == nil)
    #expect(record(1, [1], owner: "Xen")?.isXen == true)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import GuestImage

/// Files cut off at every byte: an answer each time, and a problem whenever a header is cut.
@Suite struct TruncationTests {
  private func problem(_ file: ArraySlice<UInt8>) -> ImageError? {
    let image = GuestImage(name: "test", file: Bytes(Array(file)))
    if let elf = try? image.elf.get() { exercise(elf) }
    return image.problem
  }

  @Test func elf() throws {
    let file = ElfBuilder.guest.build()
    for count in 0..<file.count {
      // The section headers stand last, so that every cut hits them.
      #expect(problem(file.prefix(count)) != nil, "cut at \(count)")
    }
    #expect(problem(file[...]) == nil)
  }

  @Test func elfWithoutSections() throws {
    var file = ElfBuilder.guest.build()
    file.set(UInt64(0), at: ElfBuilder.Field.sectionTable)
    file.set(UInt16(0), at: ElfBuilder.Field.sectionCount)
    let headers = ElfBuilder.headerSize + 3 * 56
    for count in 0..<file.count {
      let problem = problem(file.prefix(count))
      if count < headers { #expect(problem != nil, "cut at \(count)") }
    }
  }

  @Test(arguments: Compression.allCases)
  func bzImage(compression: Compression) throws {
    let elf = ElfBuilder.guest.build()
    let file = try BzImageBuilder.packing(elf, with: compression).build()
    for count in 0..<file.count {
      #expect(problem(file.prefix(count)) != nil, "cut at \(count)")
    }
    #expect(problem(file[...]) == nil)
  }

  @Test func gzip() throws {
    let file = try Packer.pack(ElfBuilder.guest.build(), .gzip)
    for count in 0..<file.count { #expect(problem(file.prefix(count)) != nil, "cut at \(count)") }
  }
}

/// Asks an ELF everything that there is to ask.
func exercise(_ elf: ElfFile) {
  for record in elf.notes { _ = record.value(width: elf.width)?.description }
  for address in [0, elf.entry, UInt64.max, ElfBuilder.base + 0x1010] {
    _ = elf.symbol(at: address)
    _ = elf.fileOffset(ofVirtual: address)
    _ = elf.isExecutable(at: address)
    _ = elf.segment(containingPhysical: address)
  }
  for section in elf.sections { _ = elf.contents(of: section)?.count }
  for segment in elf.segments { _ = elf.contents(of: segment)?.count }
  _ = elf.legacy?.pairs
  _ = elf.notes(readBy: .eight)
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import GuestImage

@Suite struct NoteReachTests {
  private func needed(_ file: [UInt8], after count: Int) -> Int? {
    file.withUnsafeBytes { NoteReach.bytesNeeded(after: .init(rebasing: $0[..<count])) }
  }

  /// Header, program headers, notes: each tells where the next one is.
  @Test func stepByStep() throws {
    let file = ElfBuilder.guest.build()
    let notes = try ElfFile(Bytes(file), name: "test").segments[2]
    let end = Int(notes.offset + notes.fileSize)
    let table = ElfBuilder.headerSize + 3 * 56
    #expect(needed(file, after: 0) == 64)
    #expect(needed(file, after: 64) == table)
    #expect(needed(file, after: table) == end)
    #expect(needed(file, after: end) == end)
  }

  @Test func allWithoutXenNotes() {
    let others = Notes.note(1, [1, 2, 3, 4], owner: Array("GNU\0".utf8))
    let file = ElfBuilder.kernel(notes: others).build()
    #expect(needed(file, after: file.count) == nil)
    #expect(needed([UInt8](repeating: 0, count: 64), after: 64) == nil)
  }

  @Test func hostileSegments() throws {
    let field = ElfBuilder.headerSize + 2 * 56
    for (offset, value) in [(8, UInt64.max), (32, UInt64.max), (32, 1 << 40)] {
      var file = ElfBuilder.guest.build()
      file.set(value, at: field + offset)
      #expect(needed(file, after: file.count) == nil)
    }
    var file = ElfBuilder.guest.build()
    file.set(UInt64.max, at: ElfBuilder.Field.segmentTable)
    #expect(needed(file, after: file.count) == nil)
  }

  /// A kernel with much behind its notes; every codec that can stop does.
  @Test(arguments: Compression.allCases)
  func stopsEarly(compression: Compression) throws {
    var generator = SeededGenerator(seed: 3)
    var kernel = ElfBuilder.guest.build()
    for _ in 0..<(1 << 15) { withUnsafeBytes(of: generator.next()) { kernel += $0 } }
    kernel += [UInt8](repeating: 0, count: 9 << 20)
    let file = Bytes(try BzImageBuilder.packing(kernel, with: compression).build())
    let whole = GuestImage(name: "test", file: file)
    let part = GuestImage(name: "test", file: file, upTo: .notes)
    let wholeNotes = try whole.elf.get().notes.prefix(5)
    let partNotes = try part.elf.get().notes.prefix(5)
    #expect(partNotes.map(\.type) == wholeNotes.map(\.type))
    #expect(part.problem == nil)
    #expect(part.container.isPartial == (compression != .gzip))
    #expect(try part.elf.get().sections.isEmpty == part.container.isPartial)
    let cameOut = try #require(part.kernel).count
    #expect(compression == .gzip || cameOut < kernel.count)
  }

  @Test func debianKernel() throws {
    let path = try DebianImages.linux()
    let part = try GuestImage.open(path: path, upTo: .notes)
    #expect(part.container.isPartial)
    #expect(part.problem == nil)
    #expect(try part.elf.get().notes.contains { $0.isXen })
    let stated = try #require(part.container.statedSize)
    #expect(try #require(part.kernel).count < Int(stated))
  }
}

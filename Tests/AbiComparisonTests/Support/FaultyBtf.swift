// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI

@testable import GuestTypes

/// The BTF of Debian's kernel, with one slip in it.
struct FaultyBtf {
  private static let original = Result {
    let elf = try GuestImage.open(path: DebianImages.linuxCloud()).elf.get()
    guard let section = elf.section(named: Btf.sectionName), let bytes = elf.contents(of: section)
    else { throw Missing(what: "the BTF of Debian's kernel") }
    return try Btf(bytes, of: "debian", architecture: .x86_64)
  }

  let btf: Btf
  private var bytes: [UInt8]
  /// Where the records begin.
  private let start: Int

  init() throws {
    btf = try Self.original.get()
    start = Int(btf.header.typesOffset)
    let head: [UInt32] = [0x1_eb9f, 24, 0, UInt32(btf.header.types.count)]
    let strings = [UInt32(btf.header.types.count), UInt32(btf.header.strings.count)]
    bytes = (head + strings).flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    bytes += btf.header.types.array + btf.header.strings.array
  }

  /// The kernel's types as they are now.
  func source() throws -> Btf { try Btf(Bytes(bytes), of: "faulty", architecture: .x86_64) }

  struct Entry {
    let name: String
    let type: UInt32
    /// In the section: name, type, place.
    let place: Int
  }

  /// The members that the structure itself declares, without those of inner ones.
  func entries(of structure: String) throws -> [Entry] {
    guard let id = btf.ids(of: [structure], among: btf.index.aggregates).first?.id,
      let record = try btf.record(id)
    else { throw Missing(what: "struct \(structure) in Debian's kernel") }
    return (0..<record.count).map { index in
      let member = BtfMember(index, of: record, in: btf)
      return Entry(
        name: btf.name(at: member.nameOffset), type: member.type,
        place: start + Int(record.body) + index * 12)
    }
  }

  func entry(_ name: String, of structure: String) throws -> Entry {
    guard let entry = try entries(of: structure).first(where: { $0.name == name }) else {
      throw Missing(what: "\(structure).\(name) in Debian's kernel")
    }
    return entry
  }

  mutating func move(_ entry: Entry, byBytes count: UInt32) {
    put(word(entry.place + 8) + count * 8, at: entry.place + 8)
  }

  mutating func retype(_ entry: Entry, as type: UInt32) { put(type, at: entry.place + 4) }

  mutating func swap(_ one: Entry, _ other: Entry) {
    let (here, there) = (word(one.place + 8), word(other.place + 8))
    put(there, at: one.place + 8)
    put(here, at: other.place + 8)
  }

  mutating func set(_ enumerator: String, to value: UInt32) throws {
    for id in btf.index.enumerations {
      guard let record = try btf.record(id), record.kind == .enum else { continue }
      for index in 0..<record.count {
        let entry = start + Int(record.body) + index * 8
        if btf.name(at: word(entry)) == enumerator { put(value, at: entry + 4) }
      }
    }
  }

  private func word(_ offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << ($1 * 8) }
  }

  private mutating func put(_ word: UInt32, at offset: Int) {
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: word >> (index * 8)) }
  }
}

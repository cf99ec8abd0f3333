// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// One note, decoded.
public struct NoteEntry: Encodable, Sendable {
  /// The owner's name; loaders read only notes of the owner "Xen".
  public let owner: String
  /// The number of the note type.
  public let type: UInt32
  /// The name of the note type; null for other owners, and for types that the model does not know.
  public let name: Nullable<String>
  /// The tables that contain the note.
  public let origins: [String]
  /// The offset of the note in the unpacked kernel.
  public let offset: String
  /// The decoded descriptor; null if the note type is not known.
  public let value: Nullable<String>
  /// The names in a FEATURES string, or of the bits of SUPPORTED_FEATURES.
  public let features: [String]?
  /// For an address: the section that contains it.
  public let section: String?
  /// For an address: the symbol, `startup_xen` or `startup_xen+0x10`.
  public let symbol: String?
  /// The descriptor's size in bytes.
  public let size: UInt32

  init(_ record: NoteRecord, origins: [String], in elf: ElfFile) {
    let decoded = record.value(width: elf.width)
    owner = record.owner
    type = record.type
    name = Nullable(record.note?.name)
    self.origins = origins
    offset = hex(record.offset)
    value = Nullable(decoded.map { NoteEntry.text($0, of: record) })
    features = NoteEntry.features(decoded)
    let address = NoteEntry.virtualAddress(decoded, of: record, in: elf)
    section = address.flatMap { elf.section(containing: $0)?.name }
    symbol = address.flatMap { elf.symbol(at: $0) }.map(NoteEntry.text)
    size = record.descriptorSize
  }

  private static func text(_ value: NoteValue, of record: NoteRecord) -> String {
    switch value {
    case .number(let number): hex(number)
    case .bits: record.number.map { hex($0) } ?? value.description
    default: value.description
    }
  }

  private static func features(_ value: NoteValue?) -> [String]? {
    switch value {
    case .features(let list): list.items.map { ($0.isRequired ? "!" : "") + $0.name }
    case .bits(let bits):
      bits.map { bit in XenFeature.all.first { $0.bit == bit }?.name ?? "bit \(bit)" }
    default: nil
    }
  }

  /// The virtual address that a note points to. PHYS32_ENTRY is a physical address, which is
  /// converted by its segment.
  private static func virtualAddress(
    _ value: NoteValue?, of record: NoteRecord, in elf: ElfFile
  ) -> UInt64? {
    switch value {
    case .address(let address): return address
    case .number(let physical) where record.type == XenNote.phys32Entry.number:
      guard let segment = elf.segment(containingPhysical: physical) else { return nil }
      return segment.virtualAddress &+ (physical &- segment.physicalAddress)
    default: return nil
    }
  }

  /// `startup_xen`, or `startup_xen+0x10` with an offset.
  private static func text(_ symbol: (name: String, offset: UInt64)) -> String {
    symbol.offset == 0 ? symbol.name : "\(symbol.name)+\(hex(symbol.offset))"
  }
}

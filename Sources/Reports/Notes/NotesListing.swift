// SPDX-License-Identifier: Apache-2.0

import Base
import GuestImage
import HypervisorABI

/// Every note of an image, decoded: what `pvkit notes` prints.
public struct NotesListing: JsonDocument {
  public static let form = JsonForm.notes

  /// The image's name, without the folders of an absolute path.
  public let image: String
  /// What the kernel is wrapped in.
  public let container: ContainerReport
  /// The ELF inside.
  public let elf: ElfReport
  /// Of every owner, in the order of the tables.
  public let notes: [NoteEntry]
  /// The section `__xen_guest`; no key when there is none.
  public let legacy: LegacyEntry?
  /// Tables of notes that end in the middle of one, or lie outside the file.
  public let defects: [DefectEntry]

  public init(image: GuestImage, elf: ElfFile) {
    self.image = image.title
    container = ContainerReport(image)
    self.elf = ElfReport(elf)
    notes = NotesListing.entries(of: elf)
    legacy = elf.legacy.map(LegacyEntry.init)
    defects = elf.noteTable.defects.map(DefectEntry.init)
  }

  /// Nothing here tells a loader anything.
  public var isEmpty: Bool {
    legacy == nil && !notes.contains { $0.owner == XenNote.owner }
  }

  /// A note that a segment and a section both lead to is one entry, with both origins.
  private static func entries(of elf: ElfFile) -> [NoteEntry] {
    var order: [UInt64] = []
    var found: [UInt64: (record: NoteRecord, origins: [String])] = [:]
    for record in elf.notes {
      if found[record.offset] == nil { order.append(record.offset) }
      found[record.offset, default: (record, [])].origins.append(record.origin.text)
    }
    return order.compactMap { found[$0] }.map { NoteEntry($0.record, origins: $0.origins, in: elf) }
  }
}

/// The legacy string, whole and split.
public struct LegacyEntry: Encodable, Sendable {
  /// Up to its first NUL.
  public let text: String
  /// By key; of several of a key, the last.
  public let values: [String: String]

  init(_ string: LegacyString) {
    text = string.text
    values = Dictionary(string.pairs.map { ($0.key, $0.value) }) { $1 }
  }
}

/// Where reading a table of notes stopped, and why.
public struct DefectEntry: Encodable, Sendable {
  /// The table: `PT_NOTE 4`.
  public let origin: String
  /// In the unpacked kernel, in bytes.
  public let offset: String
  /// What is wrong, in a few words.
  public let what: String

  init(_ defect: NoteDefect) {
    origin = defect.origin.text
    offset = hex(defect.offset)
    what = defect.what
  }
}

extension NoteRecord.Origin {
  /// `PT_NOTE 4`, `SHT_NOTE .notes`.
  var text: String {
    switch self {
    case .segment(let index): "PT_NOTE \(index)"
    case .section(_, let name): "SHT_NOTE \(name)"
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import GuestImage
import HypervisorABI

/// Every note of an image, decoded, for `pvkit notes`.
///
/// Its one finding is that there is no Xen note; it has no fingerprint, because `pvkit notes` has no
/// baselines.
public struct NotesListing: JsonDocument {
  public static let form = JsonForm.notes

  /// The image's name, without the directories of an absolute path.
  public let image: String
  /// The file format that contains the kernel.
  public let container: ContainerReport
  /// The ELF file inside.
  public let elf: ElfReport
  /// The notes of all owners, in the order of the tables.
  public let notes: [NoteEntry]
  /// The contents of the section `__xen_guest`; no key if there is none.
  public let legacy: LegacyEntry?
  /// Note tables that end within a note, or lie outside the file.
  public let defects: [DefectEntry]

  public init(image: GuestImage, elf: ElfFile) {
    self.image = image.title
    container = ContainerReport(image)
    self.elf = ElfReport(elf)
    notes = NotesListing.entries(of: elf)
    legacy = elf.legacy.map(LegacyEntry.init)
    defects = elf.noteTable.defects.map(DefectEntry.init)
  }

  /// Whether the image contains nothing that a loader reads.
  public var isEmpty: Bool {
    legacy == nil && !notes.contains { $0.owner == XenNote.owner }
  }

  /// The entries; a note that both a segment and a section contain is one entry with two origins.
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

extension NotesListing: AnnotatedReport {
  /// None: `pvkit check` has the rules on notes.
  public static let rules: [AnnotationRule] = []

  public var annotations: [Annotation] {
    isEmpty ? [Annotation(NotesMissing.id, NotesMissing.severity, "There is no Xen note.")] : []
  }

  public var hasFindings: Bool { isEmpty }

  /// `ELF64 x86_64, 16 Xen notes`; `ELF64 x86_64, notes from __xen_guest` if it has only the string.
  public var subject: String {
    let count = notes.count(where: { $0.owner == XenNote.owner })
    let words =
      count == 0 && legacy != nil ? "notes from __xen_guest" : counted(count, "Xen note")
    return "\(container.text(elf)), \(words)"
  }

  public var short: [String] { [subject] }
}

/// The legacy string, as a whole and split.
public struct LegacyEntry: Encodable, Sendable {
  /// The text up to its first NUL.
  public let text: String
  /// The values by key; if a key occurs several times, the last value.
  public let values: [String: String]

  init(_ string: LegacyString) {
    text = string.text
    values = Dictionary(string.pairs.map { ($0.key, $0.value) }) { $1 }
  }
}

/// The position where reading a note table stopped, and the reason.
public struct DefectEntry: Encodable, Sendable {
  /// The table: `PT_NOTE 4`.
  public let origin: String
  /// The offset in the unpacked kernel, in bytes.
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

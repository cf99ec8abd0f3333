// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Loaders

/// A defect of an image, or something that is unwise, whether or not a loader accepts the image.
public struct Finding: Sendable, Equatable {
  /// The rule's stable ID: `note-owner`.
  public let rule: String
  /// The severity.
  public var severity: Severity
  /// What is wrong, with the numbers, and how to fix it.
  public internal(set) var message: String
  /// The place of the defect.
  public let place: Place
  /// Whether a rewrite of the notes fixes it without a decision by the user (`Rules.mend`).
  public let isMendable: Bool
  /// The argument of `pvkit notes set` that fixes it: `VIRT_BASE=0xffffffff80000000`; nil if the
  /// command cannot fix it, or if the user has to decide.
  public var assignment: String?

  public init(
    rule: String, severity: Severity, message: String, place: Place = Place(),
    isMendable: Bool = false
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.place = place
    self.isMendable = isMendable
  }
}

extension Finding {
  /// The finding with an assignment that fixes it: of a note, or of the note's key if the kernel
  /// only has the legacy string.
  func fixed(by note: XenNote, _ value: String, in subject: Subject) -> Finding {
    var copy = self
    copy.assignment =
      subject.xenNotes.isEmpty
      ? GuestStringKey.of(note).map { "--legacy \($0.name)=\(value)" } : "\(note.name)=\(value)"
    return copy
  }
}

/// The place of a finding; what does not apply is nil. Offsets refer to the unpacked ELF file.
public struct Place: Sendable, Equatable {
  /// The name of a note: `ENTRY`.
  public var note: String?
  /// The name of a section.
  public var section: String?
  /// The index of a segment in the program headers, from 0.
  public var segment: Int?
  /// The name of a symbol.
  public var symbol: String?
  /// The offset in bytes.
  public var offset: UInt64?
  /// A virtual address.
  public var address: UInt64?
  /// The class of an instruction, whose first occurrence is at this place: `lgdt`.
  public var instruction: String?
  /// The place of each occurrence of the instruction, in order: the name of the function, or of the
  /// section if there are no symbols.
  public var occurrences: [String]
  /// The name of a hypercall: `mmu_update`.
  public var hypercall: String?

  public init(
    note: String? = nil, section: String? = nil, segment: Int? = nil, symbol: String? = nil,
    offset: UInt64? = nil, address: UInt64? = nil, instruction: String? = nil,
    occurrences: [String] = [], hypercall: String? = nil
  ) {
    self.note = note
    self.section = section
    self.segment = segment
    self.symbol = symbol
    self.offset = offset
    self.address = address
    self.instruction = instruction
    self.occurrences = occurrences
    self.hypercall = hypercall
  }
}

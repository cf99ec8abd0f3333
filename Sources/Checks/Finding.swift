// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI
import Loaders

/// Something about an image that is wrong or unwise, whether or not a loader takes it.
public struct Finding: Sendable, Equatable {
  /// The rule's stable id: `note-owner`.
  public let rule: String
  /// How bad it is.
  public var severity: Severity
  /// What is wrong, with the figures, and what cures it.
  public let message: String
  /// Where it is.
  public let place: Place
  /// A rewrite of the notes mends it without anybody's decision (`Rules.mend`).
  public let isMendable: Bool
  /// What `pvkit notes set` takes to fix it: `VIRT_BASE=0xffffffff80000000`; nil where that does not, or
  /// somebody has to decide.
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
  /// Fixed by that value of a note, or of its key where the guest has a legacy string.
  func fixed(by note: XenNote, _ value: String, in subject: Subject) -> Finding {
    var copy = self
    copy.assignment =
      subject.xenNotes.isEmpty
      ? GuestStringKey.of(note).map { "--legacy \($0.name)=\(value)" } : "\(note.name)=\(value)"
    return copy
  }
}

/// Where a finding is; what does not apply is nil. Offsets count in the unpacked ELF.
public struct Place: Sendable, Equatable {
  /// A note's name: `ENTRY`.
  public var note: String?
  /// A section's name.
  public var section: String?
  /// A segment's place in the table, from 0.
  public var segment: Int?
  /// A symbol's name.
  public var symbol: String?
  /// In bytes.
  public var offset: UInt64?
  /// A virtual address.
  public var address: UInt64?
  /// The class of instruction, of which this is the first place: `lgdt`.
  public var instruction: String?
  /// The hypercall's name: `mmu_update`.
  public var hypercall: String?

  public init(
    note: String? = nil, section: String? = nil, segment: Int? = nil, symbol: String? = nil,
    offset: UInt64? = nil, address: UInt64? = nil, instruction: String? = nil,
    hypercall: String? = nil
  ) {
    self.note = note
    self.section = section
    self.segment = segment
    self.symbol = symbol
    self.offset = offset
    self.address = address
    self.instruction = instruction
    self.hypercall = hypercall
  }
}

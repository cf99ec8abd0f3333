// SPDX-License-Identifier: Apache-2.0

import Base
import Checks

/// One finding of a rule.
public struct FindingReport: Encodable, Sendable {
  /// The rule's id, which `pvkit explain` takes.
  public let rule: String
  /// `error`, `warning` or `note`.
  public let severity: Severity
  /// What is wrong, with the figures, and how to fix it.
  public let message: String
  public let `where`: PlaceReport
  /// Whether `pvkit check --fix` fixes the finding.
  public let fixable: Bool
  /// The assignment for `pvkit notes set` that fixes the finding; null if that cannot fix it.
  public let assignment: Nullable<String>

  init(_ finding: Finding) {
    rule = finding.rule
    severity = finding.severity
    message = finding.message
    `where` = PlaceReport(finding.place)
    fixable = finding.isMendable
    assignment = Nullable(finding.assignment)
  }
}

/// The place of a finding; keys that do not apply are left out.
public struct PlaceReport: Encodable, Sendable, PlaceParts {
  /// A note's name: `ENTRY`.
  public let note: String?
  /// A section's name.
  public let section: String?
  /// A segment's index in the program header table, from 0.
  public let segment: Int?
  /// A symbol's name.
  public let symbol: String?
  /// The offset in the unpacked ELF file, in bytes.
  public let offset: String?
  /// A virtual address.
  public let address: String?
  /// The class of instruction; the rest gives the first place where it was found.
  public let instruction: String?
  /// The hypercall's name.
  public let hypercall: String?
  let place: Place

  private enum CodingKeys: CodingKey {
    case note, section, segment, symbol, offset, address, instruction, hypercall
  }

  init(_ place: Place) {
    self.place = place
    note = place.note
    section = place.section.flatMap { $0.isEmpty ? nil : $0 }
    segment = place.segment
    symbol = place.symbol
    offset = place.offset.map { hex($0) }
    address = place.address.map { hex($0) }
    instruction = place.instruction
    hypercall = place.hypercall
  }

  /// `note ENTRY, section .notes`: the parts that do not change when addresses do. For a class of
  /// instruction, only the class: the place is the first of many, and another one may be first in
  /// the next build.
  var lasting: String {
    if let instruction { return Self.joined([("instruction", instruction)]) }
    let symbol = symbol.map(Annotation.withoutCloneNumber)
    return Self.joined([
      ("note", note), ("section", section), ("segment", segment.map(String.init)),
      ("symbol", symbol), ("hypercall", hypercall),
    ])
  }
}

/// The parts of a place, of a finding or in a report that was read.
protocol PlaceParts {
  var note: String? { get }
  var section: String? { get }
  var segment: Int? { get }
  var symbol: String? { get }
  var offset: String? { get }
  var address: String? { get }
}

extension PlaceParts {
  /// `note ENTRY, section .notes, offset 0x1234`; empty if the place has no parts.
  var text: String {
    Self.joined([
      ("note", note), ("section", section), ("segment", segment.map(String.init)),
      ("symbol", symbol), ("address", address), ("offset", offset),
    ])
  }

  /// The parts that are there, each with its name.
  static func joined(_ parts: [(name: String, value: String?)]) -> String {
    parts.compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: ", ")
  }
}

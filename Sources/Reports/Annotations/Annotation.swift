// SPDX-License-Identifier: Apache-2.0

import Base

/// One finding, in the form that editors, code reviews and CI servers use.
public struct Annotation: Sendable, Equatable, Codable {
  /// The id of one of the run's rules.
  public let rule: String
  public let level: Severity
  /// What is wrong, with the figures, and how to fix it. May contain untrusted text.
  public internal(set) var message: String
  /// The place, human-readable: `cpu_init+0x10`, `note ENTRY`; nil for the image as a whole.
  public let place: String?
  /// The part of the place that does not change when the kernel is rebuilt: without offsets and
  /// addresses. A finding is recognized by it. Empty for the image as a whole.
  public let lasting: String
  /// The line of source code; nil if it is not known.
  public let line: SourceLine?
  /// The offset in the image's file, in bytes; nil if it is not known, or the kernel is packed.
  public let offset: UInt64?
  /// Whether the finding is in the baseline; nil if there is no baseline.
  var baselineState: BaselineState?
  /// The commands that fix the finding.
  var cures: [Cure] = []
  /// The lasting place of each occurrence, if the finding is about a class of instructions: the
  /// function, or the section if there are no symbols; the second one in the same place ends in `#2`.
  /// Not encoded: a report has them as a whole.
  var occurrences: [String] = []
  /// The loader's own message, or the words in place of one, if the annotation is its refusal. Not
  /// encoded: a report has it in the verdict.
  var loaderWords: String?

  private enum CodingKeys: CodingKey {
    case rule, level, message, place, lasting, line, offset, baselineState, cures
  }

  /// - Parameter lasting: nil if the place contains no offset and no address.
  init(
    _ rule: String, _ level: Severity, _ message: String, place: String? = nil,
    lasting: String? = nil, line: SourceLine? = nil, offset: UInt64? = nil
  ) {
    self.rule = rule
    self.level = level
    self.message = message
    self.place = place
    self.lasting = lasting ?? place ?? ""
    self.line = line
    self.offset = offset
  }

  /// The place and the message: `cpu_init+0x10: lgdt: …`.
  var text: String { (place.map { $0 + ": " } ?? "") + message }
}

/// The state of a finding, with the names from SARIF.
enum BaselineState: String, Codable { case new, unchanged }

extension [Annotation] {
  /// At most `most` of the annotations, in their order: the worst, and of equal severities the
  /// first.
  func worst(_ most: Int) -> [Annotation] {
    guard count > most else { return self }
    var kept: [Int] = []
    for level in Severity.allCases {
      kept += indices.lazy.filter { self[$0].level == level }.prefix(most - kept.count)
    }
    return kept.sorted().map { self[$0] }
  }
}

/// A line of a source file.
public struct SourceLine: Sendable, Equatable, Codable {
  /// The name in DWARF.
  public let file: String
  /// The line number, from 1.
  public let number: Int

  init(file: String, number: Int) { (self.file, self.number) = (file, number) }

  /// Parses `kernel/sched.c:12`; nil if the text does not have that form.
  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let number = Int(text[colon...].dropFirst()) else {
      return nil
    }
    file = String(text[..<colon])
    self.number = number
  }
}

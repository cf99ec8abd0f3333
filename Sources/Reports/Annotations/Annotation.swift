// SPDX-License-Identifier: Apache-2.0

import Base

/// One thing that is said against an image, as editors, code reviews and CI servers take it.
public struct Annotation: Sendable, Equatable, Codable {
  /// The id of one of the run's rules.
  public let rule: String
  /// How bad it is.
  public let level: Severity
  /// What is wrong, with the figures, and what cures it. May hold foreign text.
  public let message: String
  /// Where it is, for people: `cpu_init+0x10`, `note ENTRY`; nil for the image as a whole.
  public let place: String?
  /// What remains of the place when the kernel is built anew, so that a finding is recognized there:
  /// no offset, no address. Empty for the image as a whole.
  public let lasting: String
  /// The line of source that it came from; nil where none is known.
  public let line: SourceLine?
  /// Where it is in the image's file, in bytes; nil where that is not known, or it is packed.
  public let offset: UInt64?
  /// Whether it was found before; nil where there is no baseline.
  var baselineState: BaselineState?
  /// What mends it; not in a shard's report, which has it in the text.
  var cures: [Cure] = []

  private enum CodingKeys: CodingKey {
    case rule, level, message, place, lasting, line, offset, baselineState
  }

  /// - Parameter lasting: nil where the place has neither offset nor address.
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

  /// `cpu_init+0x10: #GP; set_gdt`
  var text: String { (place.map { $0 + ": " } ?? "") + message }
}

/// As SARIF calls it.
enum BaselineState: String, Codable { case new, unchanged }

extension [Annotation] {
  /// As many as `most` of them, in their order: of more, the worst, and the first of the equally bad.
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
  /// As DWARF names it.
  public let file: String
  /// From 1.
  public let number: Int

  /// From `kernel/sched.c:12`; nil for what is not of that form.
  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let number = Int(text[colon...].dropFirst()) else {
      return nil
    }
    file = String(text[..<colon])
    self.number = number
  }
}

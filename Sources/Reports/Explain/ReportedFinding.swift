// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// A finding of a report in JSON that somebody wants to have explained.
public struct ReportedFinding: Sendable, Encodable {
  /// The image's name.
  public let image: String
  /// `note-owner`
  public let rule: String
  /// Null where the line has fingerprints only, as one of a baseline.
  public let severity: Nullable<Severity>
  public let message: Nullable<String>
  /// Where it is, for people; null for the image as a whole.
  public let place: Nullable<String>
  /// `note-owner note ENTRY`; null of a note.
  public let fingerprint: Nullable<String>

  init(
    _ image: String, _ rule: String, _ severity: Severity?, _ message: String?, _ place: String?,
    fingerprint: String? = nil
  ) {
    (self.image, self.rule) = (image, rule)
    self.severity = Nullable(severity)
    self.message = Nullable(message)
    self.place = Nullable(place)
    self.fingerprint = Nullable(fingerprint)
  }

  init(_ image: String, fingerprint: String) {
    let rule = String(fingerprint.prefix { $0 != " " })
    self.init(image, rule, nil, nil, nil, fingerprint: fingerprint)
  }

  func with(fingerprint: String) -> ReportedFinding {
    ReportedFinding(
      image, rule, severity.value, message.value, place.value, fingerprint: fingerprint)
  }

  /// Every finding of a report, notes among them: of each line what its key `findings` has, or what it has of
  /// the kind, in its order, and then the loaders that refuse.
  ///
  /// - Parameter report: JSON, one object a line, as `--format json` gives it.
  /// - Throws: where a line is no such object.
  public static func all(in report: String) throws(Missing) -> [ReportedFinding] {
    var all: [ReportedFinding] = []
    for (number, text) in report.split(separator: "\n").enumerated() {
      guard let line = try? JSONDecoder().decode(ReportLine.self, from: Data(text.utf8)) else {
        throw Missing(
          problem: "line \(number + 1) is not a line of a report in JSON", isOfName: false)
      }
      all += line.all
    }
    return all
  }

  /// - Parameter name: the fingerprint, or its number among all of the report, from 1.
  /// - Throws: why there is none, in words.
  public static func named(_ name: String, in report: String) throws(Missing) -> ReportedFinding {
    let all = try all(in: report)
    let byNumber = Int(name).flatMap { all.indices.contains($0 - 1) ? $0 - 1 : nil }
    guard let index = all.firstIndex(where: { $0.fingerprint.value == name }) ?? byNumber else {
      throw Missing(
        problem: "has \(counted(all.count, "finding")), but not \(name)", isOfName: true)
    }
    return all[index]
  }

  /// Why there is no such finding.
  public struct Missing: Error {
    public let problem: String
    /// The report has no such finding; else it is no report.
    public let isOfName: Bool
  }

  /// For a table: image, severity, rule and message.
  public var cells: [String] {
    [image, severity.value?.rawValue ?? "", rule, message.value ?? fingerprint.value ?? ""]
  }

  /// For people: `vmlinuz: error: 9 notes with the owner "name" [note-owner]`, and the place.
  public func lines(_ style: Style) -> [String] {
    let severity = severity.value.map { style.paint($0) + ": " } ?? ""
    let words = message.value.map { "\($0) [\(rule)]" } ?? fingerprint.value ?? rule
    return ["\(style.paint(image.printable, .strong)): \(severity)\(words.printable)"]
      + (place.value.map { [style.paint("    at \($0.printable)", .dim)] } ?? [])
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// A finding in a JSON report, to be explained.
public struct ReportedFinding: Sendable, Encodable {
  /// The image's name.
  public let image: String
  /// The rule's id: `note-owner`.
  public let rule: String
  /// Null if the line has only fingerprints, such as a line of a baseline.
  public let severity: Nullable<Severity>
  public let message: Nullable<String>
  /// The place, human-readable; null for the image as a whole.
  public let place: Nullable<String>
  /// `note-owner note ENTRY`; null for a note.
  public let fingerprint: Nullable<String>
  /// The loader's own message, or `without a message`; null if the finding is not its refusal, and if
  /// the line has only fingerprints.
  public let loaderWords: Nullable<String>

  init(
    _ image: String, _ rule: String, _ severity: Severity?, _ message: String?, _ place: String?,
    fingerprint: String? = nil, loaderWords: String? = nil
  ) {
    (self.image, self.rule) = (image, rule)
    self.severity = Nullable(severity)
    self.message = Nullable(message)
    self.place = Nullable(place)
    self.fingerprint = Nullable(fingerprint)
    self.loaderWords = Nullable(loaderWords)
  }

  init(_ image: String, fingerprint: String) {
    let rule = String(fingerprint.prefix { $0 != " " })
    self.init(image, rule, nil, nil, nil, fingerprint: fingerprint)
  }

  func with(fingerprint: String) -> ReportedFinding {
    ReportedFinding(
      image, rule, severity.value, message.value, place.value, fingerprint: fingerprint,
      loaderWords: loaderWords.value)
  }

  /// All findings of a report, including notes: for each line those of its key `findings` or of the
  /// form's own keys, in order, then the refusals by loaders.
  ///
  /// - Parameter report: the output of `--format json`, one object per line.
  /// - Throws: if a line is not such an object.
  public static func all(in report: String) throws(Missing) -> [ReportedFinding] {
    var all: [ReportedFinding] = []
    for (number, text) in report.lines.enumerated() where !text.isBlank {
      guard let line = try? JSONDecoder().decode(ReportLine.self, from: Data(text.utf8)) else {
        throw Missing(
          problem: "line \(number + 1) is not a line of a JSON report", isOfName: false)
      }
      all += line.all
    }
    return all
  }

  /// The images of a report that could not be checked.
  ///
  /// - Parameter report: the output of `--format json`, one object per line.
  public static func unchecked(in report: String) -> [FailureReport] {
    report.lines.compactMap { FailureReport(line: String($0)) }
  }

  /// - Parameter name: the fingerprint of the finding, or its number in the report, from 1.
  /// - Throws: if there is no such finding, or the text is not a report.
  public static func named(_ name: String, in report: String) throws(Missing) -> ReportedFinding {
    let all = try all(in: report)
    let byNumber = Int(name).flatMap { all.indices.contains($0 - 1) ? $0 - 1 : nil }
    guard let index = all.firstIndex(where: { $0.fingerprint.value == name }) ?? byNumber else {
      throw Missing(
        problem: "has \(counted(all.count, "finding")), but not \(name)", isOfName: true)
    }
    return all[index]
  }

  /// Why a finding could not be returned.
  public struct Missing: Error {
    public let problem: String
    /// True if the report has no such finding; false if the text is not a report.
    public let isOfName: Bool
  }

  /// The cells of a table row: image, severity, rule and message.
  public var cells: [String] {
    [image, severity.value?.rawValue ?? "", rule, words]
  }

  /// The message; where there is only a fingerprint, what follows the rule in it.
  private var words: String {
    message.value
      ?? String((fingerprint.value ?? "").dropFirst(rule.count).drop { $0 == " " })
  }

  /// The text form: `vmlinuz: error: 9 notes with the owner "name" [note-owner]`, and the place.
  public func lines(_ style: Style) -> [String] {
    let severity = severity.value.map { style.paint($0) + ": " } ?? ""
    let what = words.isEmpty ? rule : "\(words) [\(rule)]"
    return ["\(style.paint(image.printable, .strong)): \(severity)\(what.printable)"]
      + (place.value.map { [style.paint("    at \($0.printable)", .dim)] } ?? [])
  }
}

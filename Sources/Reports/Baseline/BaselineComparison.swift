// SPDX-License-Identifier: Apache-2.0

import Base

/// The findings of a report compared with the known findings of its image.
public struct BaselineComparison: Encodable, Sendable {
  /// The fingerprints of new findings, in the order of the report.
  public let new: [String]
  /// The number of known findings that are still found.
  public let unchanged: Int
  /// The fingerprints of known findings that are no longer found, sorted; then the occurrences of
  /// others that are gone: `instruction-misleads instruction popf in other #2`.
  public let fixed: [String]
  /// The image of the baseline, if it has another name; no key otherwise.
  public let of: String?
  /// The new findings, in the order of the report.
  let annotations: [Annotation]
  /// The known findings that are still found.
  let known: [Annotation]
  let image: String
  /// The summaries of the command's rules, by their ids.
  private let summaries: [String: String]

  private enum CodingKeys: CodingKey { case new, unchanged, fixed, of }

  init(_ report: some AnnotatedReport, known: Baseline.Known, of other: String? = nil) {
    (image, of) = (report.image, other)
    summaries = Dictionary(type(of: report).rules.map { ($0.id, $0.summary) }) { first, _ in first }
    let all = report.annotations
    let found = zip(all.fingerprints, all).filter { !$0.1.isNote }
      .map { ComparedFinding($0.0, $0.1, known) }
    let fresh = found.filter(\.isNew)
    new = fresh.map(\.fingerprint)
    annotations = fresh.map(\.annotation)
    self.known = found.filter { !$0.isNew }.map(\.annotation)
    unchanged = self.known.count
    fixed =
      known.fingerprints.subtracting(found.map(\.fingerprint)).sorted() + found.flatMap(\.gone)
  }

  /// The text form: new and fixed findings, and the number of known ones. Findings that differ only in
  /// their places are one.
  public func lines(_ style: Style) -> [String] {
    let counts = "\(new.count) new, \(unchanged) known, \(fixed.count) no longer found"
    let source = of.map { " (compared with \($0.printable))" } ?? ""
    return ["\(style.paint(image.printable, .strong)): \(counts)\(source)"]
      + annotations.groups { [$0.rule, $0.level.rawValue, $0.message] }.flatMap {
        newLines($0, style)
      }
      + fixed.groups(by: Self.rule).flatMap { fixedLines($0, style) }
  }

  /// The most places to list of one finding.
  private static let mostPlaces = 40

  /// - Parameter findings: with the same rule, severity and message; at least one.
  private func newLines(_ findings: [Annotation], _ style: Style) -> [String] {
    let first = findings[0]
    let start = "  new \(style.paint(first.level)): "
    guard findings.count > 1 else { return [start + "\(first.text.printable) [\(first.rule)]"] }
    let head = "\(first.message.printable) [\(first.rule)]" + times(findings.count)
    return [start + head]
      + Self.listed(findings.compactMap(\.place).map { "at " + $0 }, style)
  }

  private static func rule(_ fingerprint: String) -> String {
    String(fingerprint.prefix { $0 != " " })
  }

  /// The known findings of one rule that are gone: the rule, what it is about, and the place of each.
  ///
  /// - Parameter fingerprints: of the same rule; at least one.
  private func fixedLines(_ fingerprints: [String], _ style: Style) -> [String] {
    let rule = Self.rule(fingerprints[0])
    let summary = summaries[rule].map { ": " + $0 } ?? ""
    let places = fingerprints.map { String($0.dropFirst(rule.count).drop { $0 == " " }) }
    let lines = places.groups(by: Self.withoutNumber).compactMap { same -> String? in
      guard same.count > 1 || !same[0].isEmpty else { return nil }
      return (same[0].isEmpty ? "the whole image" : same[0]) + times(same.count)
    }
    let head = "  no longer found in \((of ?? image).printable): \(rule.printable)\(summary)"
    return [style.paint(head, .dim)] + Self.listed(lines, style)
  }

  /// A place without the number that tells findings at the same place apart: `schedule` for
  /// `schedule #2`.
  private static func withoutNumber(_ place: String) -> String {
    let words = place.split(separator: " ", omittingEmptySubsequences: false)
    guard let last = words.last, last.first == "#", last.count > 1,
      last.dropFirst().allSatisfy(\.isNumber)
    else { return place }
    return words.dropLast().joined(separator: " ")
  }

  private static func listed(_ places: [String], _ style: Style) -> [String] {
    let rest = places.count - mostPlaces
    return places.prefix(mostPlaces).map { style.paint("    " + $0.printable, .dim) }
      + (rest > 0 ? ["    and \(rest) more (--format json has all)"] : [])
  }
}

/// A finding beside what is known of its image.
private struct ComparedFinding {
  let fingerprint: String
  /// Names the new occurrences if others are known.
  private(set) var annotation: Annotation
  /// Whether the finding or one of its occurrences is new.
  let isNew: Bool
  /// The known occurrences that are no longer found.
  let gone: [String]

  init(_ fingerprint: String, _ annotation: Annotation, _ known: Baseline.Known) {
    (self.fingerprint, self.annotation) = (fingerprint, annotation)
    let isKnown = known.fingerprints.contains(fingerprint)
    guard isKnown, let places = known.occurrences[fingerprint] else {
      (isNew, gone) = (!isKnown, [])
      return
    }
    let fresh = annotation.occurrences.filter { !places.contains($0) }
    isNew = !fresh.isEmpty
    gone = places.subtracting(annotation.occurrences).sorted().map { "\(fingerprint) in \($0)" }
    if isNew { self.annotation.message += "; new in \(Self.listed(fresh))" }
  }

  /// The most places to name in a message.
  private static let mostNamed = 5

  private static func listed(_ places: [String]) -> String {
    let rest = places.count - mostNamed
    return places.prefix(mostNamed).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}

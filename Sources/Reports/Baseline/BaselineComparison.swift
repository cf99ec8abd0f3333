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

  private enum CodingKeys: CodingKey { case new, unchanged, fixed, of }

  init(_ report: some AnnotatedReport, known: Baseline.Known, of other: String? = nil) {
    (image, of) = (report.image, other)
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

  /// The text form: new and fixed findings, and the number of known ones.
  public func lines(_ style: Style) -> [String] {
    let counts = "\(new.count) new, \(unchanged) known, \(fixed.count) no longer found"
    let source = of.map { " (compared with \($0.printable))" } ?? ""
    return ["\(style.paint(image.printable, .strong)): \(counts)\(source)"]
      + annotations.map {
        "  new \(style.paint($0.level)): \($0.text.printable) [\($0.rule)]"
      }
      + fixed.map { style.paint("  no longer found: \($0.printable)", .dim) }
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

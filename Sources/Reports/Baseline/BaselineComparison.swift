// SPDX-License-Identifier: Apache-2.0

import Base

/// The findings of a report compared with the known findings of its image.
public struct BaselineComparison: Encodable, Sendable {
  /// The fingerprints of new findings, in the order of the report.
  public let new: [String]
  /// The number of known findings that are still found.
  public let unchanged: Int
  /// The fingerprints of known findings that are no longer found, sorted.
  public let fixed: [String]
  /// The new findings, in the order of the report.
  let annotations: [Annotation]
  /// The known findings that are still found.
  let known: [Annotation]
  let image: String

  private enum CodingKeys: CodingKey { case new, unchanged, fixed }

  init(_ report: some AnnotatedReport, known: Set<String>) {
    image = report.image
    let all = report.annotations
    let marked = zip(all, all.fingerprints).filter { !$0.0.isNote }
    let fresh = marked.filter { !known.contains($0.1) }
    new = fresh.map(\.1)
    annotations = fresh.map(\.0)
    self.known = marked.filter { known.contains($0.1) }.map(\.0)
    unchanged = self.known.count
    fixed = known.subtracting(marked.map(\.1)).sorted()
  }

  /// The text form: new and fixed findings, and the number of known ones.
  public func lines(_ style: Style) -> [String] {
    let counts = "\(new.count) new, \(unchanged) known, \(fixed.count) no longer found"
    return ["\(style.paint(image.printable, .strong)): \(counts)"]
      + annotations.map {
        "  new \(style.paint($0.level)): \($0.text.printable) [\($0.rule)]"
      }
      + fixed.map { style.paint("  no longer found: \($0.printable)", .dim) }
  }
}

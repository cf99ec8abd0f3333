// SPDX-License-Identifier: Apache-2.0

import Base

/// A report beside what was known of its image.
public struct BaselineComparison: Encodable, Sendable {
  /// The fingerprints of what was not known, in the report's order.
  public let new: [String]
  /// How much of what is found was known.
  public let unchanged: Int
  /// The fingerprints of what was known and is not found any more, sorted.
  public let fixed: [String]
  /// What is new, in the order of the report.
  let annotations: [Annotation]
  /// What was known.
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

  /// For people: what is new and what is gone, and of the rest the number.
  public func lines(_ style: Style) -> [String] {
    let counts = "\(new.count) new, \(unchanged) known, \(fixed.count) no longer found"
    return ["\(style.paint(image.printable, .strong)): \(counts)"]
      + annotations.map {
        "  new \(style.paint($0.level)): \($0.text.printable) [\($0.rule)]"
      }
      + fixed.map { style.paint("  no longer found: \($0.printable)", .dim) }
  }
}

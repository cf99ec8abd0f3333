// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage

extension CheckReport: AnnotatedReport {
  /// All rules that `pvkit explain` describes, including the refusal by a loader.
  public static let rules = Rules.all.map { AnnotationRule($0) }

  public var annotations: [Annotation] {
    verdicts.compactMap(\.annotation) + defects
  }

  public var acceptance: String? {
    let verb = verdicts.count == 1 ? "accepts" : "accept"
    return "\(verdicts.count(where: \.accepts)) of \(verdicts.count) \(verb)"
  }

  /// The findings of the rules, without the loaders' refusals.
  public var defects: [Annotation] { findings.map(annotation) }

  private func annotation(_ finding: FindingReport) -> Annotation {
    let isPlain = container.kind == Container.Kind.elf.rawValue
    var annotation = Annotation(
      finding.rule, finding.severity, finding.message,
      place: finding.where.text.isEmpty ? nil : finding.where.text,
      lasting: finding.where.lasting,
      offset: isPlain ? finding.where.place.offset : nil)
    annotation.cures = finding.cures
    annotation.occurrences =
      finding.where.place.occurrences.map(Annotation.withoutCloneNumber).numbered
    return annotation
  }
}

extension VerdictReport {
  /// The refusal as an annotation; nil if the loader accepts, or the refusal does not count.
  var annotation: Annotation? {
    guard let severity = severity.value else { return nil }
    let words = RefusalCause.words(reason.value)
    var annotation = Annotation(
      LoaderRefuses.id, severity, "refused as \(role) \(mode): " + words,
      place: "\(loader) \(xen)",
      lasting: RefusalCause(words).lasting(of: "\(loader) \(role) \(mode)"))
    annotation.loaderWords = words
    return annotation
  }
}

// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestImage

extension CheckReport: AnnotatedReport {
  /// All rules that `pvkit explain` describes, including the refusal by a loader.
  public static let rules = Rules.all.map { AnnotationRule($0) }

  public var annotations: [Annotation] {
    verdicts.compactMap(annotation) + defects
  }

  /// The findings of the rules, without the loaders' refusals.
  public var defects: [Annotation] { findings.map(annotation) }

  private func annotation(_ verdict: VerdictReport) -> Annotation? {
    guard let severity = verdict.severity.value else { return nil }
    let loader = "\(verdict.loader) \(verdict.xen)"
    return Annotation(
      LoaderRefuses.id, severity,
      "refused as \(verdict.role) \(verdict.mode): "
        + (verdict.reason.value ?? "without a message"), place: loader,
      lasting: "\(loader) \(verdict.role) \(verdict.mode)")
  }

  private func annotation(_ finding: FindingReport) -> Annotation {
    let isPlain = container.kind == Container.Kind.elf.rawValue
    var annotation = Annotation(
      finding.rule, finding.severity, finding.message,
      place: finding.where.text.isEmpty ? nil : finding.where.text,
      lasting: finding.where.lasting,
      offset: isPlain ? finding.where.place.offset : nil)
    annotation.cures = finding.cures
    return annotation
  }
}

// SPDX-License-Identifier: Apache-2.0

import AbiComparison

extension AbiCheckReport: AnnotatedReport {
  /// A rule for each kind of difference, for example `member-moved`, and for differences other than
  /// of members.
  public static let rules =
    memberRules.map { rule(id(of: $0), $1) } + [constant, missing, hypercall]

  private static func rule(_ id: String, _ summary: String) -> AnnotationRule {
    AnnotationRule(id, .error, summary, example: examples[id]?.text.markdown ?? "")
  }

  private static let memberRules: KeyValuePairs<Difference.Kind, String> = [
    .moved: "The guest uses a member at a different offset than the interface.",
    .swapped: "Two members have exchanged their places.",
    .resized: "The guest uses a member with a different size than the interface.",
    .retyped: "The bytes of a member have a different meaning than in the interface.",
    .stride:
      "The guest has arrays of a structure whose elements have a different size in the interface.",
    .overlapping: "The guest divides the bytes of a structure differently than the interface.",
    .added: "The guest uses a member that only an older release has.",
  ]

  static let constant = rule(
    "constant-value", "The guest uses another value for a constant than the interface.")
  static let missing = rule(
    "structure-missing", "A structure that the recorded kernel has is missing.")
  static let hypercall = rule(
    "hypercall-number", "The guest's code passes a number that is not a hypercall.")

  static func id(of kind: Difference.Kind) -> String { "member-\(kind)" }

  public var annotations: [Annotation] {
    structures.flatMap(annotations) + lost + constants.map(annotation)
      + (hypercalls.value?.stray ?? []).map(annotation)
  }

  private func annotations(_ structure: StructureReport) -> [Annotation] {
    let truth = Self.truth(structure.trueIn)
    return structure.findings.map {
      Annotation(
        Self.id(of: $0.kind), $0.severity, $0.message + truth, place: structure.guest,
        lasting: [structure.guest, $0.member].compactMap(\.self).joined(separator: "."))
    }
  }

  /// The end of a message: the releases in which the guest's view is true, if there are any.
  static func truth(_ releases: String?) -> String {
    releases.map { "; the guest's view is true \($0)" } ?? ""
  }

  /// The message of a missing structure.
  static let loss = "the guest no longer has it"

  private var lost: [Annotation] {
    guard let severity = missingSeverity.value else { return [] }
    return missing.map {
      Annotation(Self.missing.id, severity, Self.loss, place: $0)
    }
  }

  private func annotation(_ difference: ConstantReport) -> Annotation {
    Annotation(
      Self.constant.id, difference.severity,
      "it is \(difference.guest) in the guest, \(difference.model) in \(against)",
      place: difference.name)
  }

  private func annotation(_ stray: HypercallUse.Stray) -> Annotation {
    Annotation(
      Self.hypercall.id, stray.severity,
      "it passes \(stray.number), which is not a hypercall of any release",
      place: stray.place,
      lasting: (stray.function.map { $0 + " " } ?? "") + "\(stray.number)")
  }
}

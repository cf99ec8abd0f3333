// SPDX-License-Identifier: Apache-2.0

import Checks
import GuestCode

extension CodeReport: AnnotatedReport {
  /// The rules of `pvkit check` that are about code, here applied to every place, and
  /// `suppression-stale`.
  public static let rules =
    [
      AnnotationRule(InstructionFaults.self), AnnotationRule(InstructionMisleads.self),
      AnnotationRule(InstructionConditional.self), AnnotationRule(HypercallSites.self),
      AnnotationRule(FloatingPoint.self),
    ] + [stale]

  static let stale = AnnotationRule(
    "suppression-stale", .warning, "A suppression matches nothing any more.",
    example: staleExample.markdown)

  /// The example for the one rule that `pvkit check` does not have.
  public static let staleExample: RuleExample = {
    func reviewed(_ function: String) -> String {
      "echo '\(function) cli nothing waits here' > reviewed.txt"
    }
    let options = "--suppress reviewed.txt"
    return RuleExample(
      wrong: ".text\nstart: cli\njmp start", right: ".text\nstart: cli\njmp start",
      commands: (reviewed("old_start"), reviewed("start")), arguments: (options, options),
      command: "scan")
  }()

  public var annotations: [Annotation] {
    classes.flatMap(annotations) + hypercalls.flatMap(annotations)
      + floatingPoint.map(annotation) + stale.map(annotation)
  }

  private func annotations(_ one: CodeClassReport) -> [Annotation] {
    let rule = Self.rule(of: Treatment.Outcome(rawValue: one.outcome)).id
    return one.functions.flatMap { function in
      function.sites.map { site in
        Annotation(
          rule, site.severity,
          "\(one.class): \(one.reason); \(one.cure)",
          place: Annotation.place(function.symbol.value, site.offset.value, site.address),
          lasting: Self.lasting(function.symbol.value, one.class),
          line: site.line.value.flatMap(SourceLine.init))
      }
    }
  }

  static func rule(of outcome: Treatment.Outcome?) -> any Rule.Type {
    switch outcome {
    case .misleads: InstructionMisleads.self
    case .conditional, .emulated, .same: InstructionConditional.self
    case .faults, nil: InstructionFaults.self
    }
  }

  private func annotations(_ call: HypercallReport) -> [Annotation] {
    call.problems.map {
      Annotation(
        HypercallSites.id, call.severity, "hypercall \(call.call): \($0)",
        place: Annotation.place(call.symbol.value, call.offset.value, call.address),
        lasting: Self.lasting(call.symbol.value, call.call))
    }
  }

  private func annotation(_ use: FloatingPointReport) -> Annotation {
    Annotation(
      FloatingPoint.id, use.severity, FloatingPointUse.reason,
      place: Annotation.place(use.symbol.value, use.offset.value, use.address),
      lasting: use.symbol.value.map(Annotation.withoutCloneNumber) ?? "",
      line: use.line.value.flatMap(SourceLine.init))
  }

  private func annotation(_ entry: StaleSuppression) -> Annotation {
    Annotation(
      Self.stale.id, .warning,
      "\(entry.file):\(entry.line): \(entry.symbol) \(entry.class) matches nothing",
      lasting: "\(entry.symbol) \(entry.class)")
  }

  /// `cpu_init wrmsr`: the lasting part of a place.
  private static func lasting(_ symbol: String?, _ what: String) -> String {
    (symbol.map { Annotation.withoutCloneNumber($0) + " " } ?? "") + what
  }
}

extension Annotation {
  /// `cpu_init+0x10`; the address if there are no symbols.
  static func place(_ symbol: String?, _ offset: String?, _ address: String) -> String {
    symbol.map { $0 + (offset.map { "+" + $0 } ?? "") } ?? address
  }
}

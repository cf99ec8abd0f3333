// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import HypervisorABI

/// All that `pvkit abi verify` says of one image; its JSON form is a contract.
public struct AbiCheckReport: JsonDocument {
  public static let form = JsonForm.abiVerify

  /// The image's name, without the folders of an absolute path.
  public let image: String
  /// Where the types come from: `BTF of vmlinuz`.
  public let source: String
  public let architecture: Architecture
  /// What the guest was compared with: `Xen 4.17`.
  public let against: String
  public let structures: [StructureReport]
  /// Structures that only one side knows.
  public let missing: [String]
  public let constants: [ConstantReport]
  /// What its code calls; null where no call of Xen was found, or code was not looked at.
  public let hypercalls: Nullable<HypercallUse>
  /// Structures that have a name of Xen's and are something else.
  public let namesakes: [String]
  /// What of the guest's types could not be read.
  public let remarks: [String]
  public let summary: Summary

  public struct Summary: Encodable, Sendable {
    public let structures: Int
    public let members: Int
    public let constants: Int
    /// Places in the code that pass a hypercall's number.
    public let hypercalls: Int
    /// Errors and warnings.
    public let findings: Int
  }

  public var hasFindings: Bool { summary.findings > 0 }

  let comparison: GuestComparison
  /// Of a structure that the recorded kernel had; nil where its lack is no finding.
  let missingSeverity: Severity?

  private enum CodingKeys: CodingKey {
    case image, source, architecture, against, structures, missing, constants, hypercalls
    case namesakes, remarks, summary
  }

  public init(
    image: String, source: String, _ comparison: GuestComparison, hypercalls: HypercallUse? = nil,
    levels: RuleLevels = RuleLevels()
  ) {
    self.image = image
    self.source = source
    self.comparison = comparison
    architecture = comparison.architecture
    against = comparison.other
    let structures = comparison.structures.map {
      StructureReport($0, against: comparison.other, levels)
    }
    let missing = comparison.missing
    let loss = comparison.missingIsFinding ? levels.severity(of: Self.missing.id, .error) : nil
    (self.missing, missingSeverity) = (missing, loss)
    let value = levels.severity(of: Self.constant.id, .error)
    let constants =
      value.map { severity in
        comparison.constants.map { ConstantReport($0, severity) }
      } ?? []
    let number = levels.severity(of: Self.hypercall.id, .error)
    let hypercalls = hypercalls.map { $0.weighed(number) }
    (self.structures, self.constants) = (structures, constants)
    self.hypercalls = Nullable(hypercalls)
    namesakes = comparison.namesakes
    remarks = comparison.remarks
    summary = Summary(
      structures: comparison.structures.count, members: comparison.memberCount,
      constants: comparison.constantCount, hypercalls: hypercalls?.sites ?? 0,
      findings: (structures.flatMap { $0.findings.map(\.severity) }
        + constants.map(\.severity) + (hypercalls?.stray.map(\.severity) ?? [])
        + missing.compactMap { _ in loss }).count { $0 != .note })
  }
}

/// One structure; those without a finding have empty lists.
public struct StructureReport: Encodable, Sendable {
  /// The guest's tag.
  public let guest: String
  /// Which of the guest's definitions of that tag it is, from 1; null of the only one.
  public let definition: Nullable<Int>
  /// What it was compared with.
  public let model: String
  public let findings: [DifferenceReport]
  /// Members of the guest's own.
  public let extensions: [Layout.Member]
  /// The releases in which the guest's view is true, where it is not everywhere.
  public let trueIn: String?

  init(_ comparison: StructureComparison, against other: String, _ levels: RuleLevels) {
    guest = comparison.guest.name
    definition = Nullable(comparison.definition)
    model = comparison.other.name
    findings = comparison.findings.compactMap { DifferenceReport($0, against: other, levels) }
    extensions = comparison.extensions.compactMap(\.used)
    trueIn = comparison.findings.isEmpty ? nil : comparison.truth?.description
  }
}

/// One member that is not where the guest expects it.
public struct DifferenceReport: Encodable, Sendable {
  public let kind: Difference.Kind
  public let used: Layout.Member?
  /// What the other side has: the member of that name, then those in its place.
  public let other: [Layout.Member]
  public let message: String
  /// How bad it is.
  public let severity: Severity

  /// Between the structure and the message, which begins with a member or is about the whole.
  var separator: String { kind == .stride ? " " : "." }

  /// Nil of what nobody wants to know.
  init?(_ difference: Difference, against other: String, _ levels: RuleLevels) {
    let rule = AbiCheckReport.id(of: difference.kind)
    guard let severity = levels.severity(of: rule, .error) else { return nil }
    self.severity = severity
    kind = difference.kind
    used = difference.used
    self.other = difference.other
    message = difference.message(against: other)
  }
}

/// A number that the guest knows otherwise.
public struct ConstantReport: Encodable, Sendable {
  public let name: String
  public let guest: Int
  public let model: Int
  /// How bad that is.
  public let severity: Severity

  init(_ difference: ConstantDifference, _ severity: Severity) {
    self.severity = severity
    name = difference.name
    guest = difference.used
    model = difference.other
  }
}

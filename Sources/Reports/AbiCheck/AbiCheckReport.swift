// SPDX-License-Identifier: Apache-2.0

import AbiComparison
import Base
import HypervisorABI

/// The result of `pvkit abi verify` for one image; its JSON form is a contract.
public struct AbiCheckReport: JsonDocument {
  public static let form = JsonForm.abiVerify

  /// The image's name, without the directories of an absolute path.
  public let image: String
  /// The source of the types: `BTF of vmlinuz`.
  public let source: String
  public let architecture: Architecture
  /// What the guest was compared with: `Xen 4.17`.
  public let against: String
  public let structures: [StructureReport]
  /// Structures of the other side that the guest does not have.
  public let missing: [String]
  /// The severity of missing structures, if what the guest was compared with is a recorded kernel;
  /// null if they are not findings.
  public let missingSeverity: Nullable<Severity>
  public let constants: [ConstantReport]
  /// The hypercalls in the guest's code; null if none was found, or the code was not scanned.
  public let hypercalls: Nullable<HypercallUse>
  /// Structures that have a name from Xen's interface, but are something else.
  public let namesakes: [String]
  /// The parts of the guest's types that could not be read.
  public let remarks: [String]
  public let summary: Summary

  public struct Summary: Encodable, Sendable {
    public let structures: Int
    public let members: Int
    public let constants: Int
    /// Places in the code that pass a hypercall number.
    public let hypercalls: Int
    /// Errors and warnings.
    public let findings: Int
  }

  public var hasFindings: Bool { summary.findings > 0 }

  let comparison: GuestComparison

  private enum CodingKeys: CodingKey {
    case image, source, architecture, against, structures, missing, missingSeverity, constants
    case hypercalls, namesakes, remarks, summary
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
    (self.missing, missingSeverity) = (missing, Nullable(loss))
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

/// The result for one structure; the lists are empty if there are no findings.
public struct StructureReport: Encodable, Sendable {
  /// The structure's tag in the guest.
  public let guest: String
  /// The number of the definition, from 1, if the guest has several with that tag; null otherwise.
  public let definition: Nullable<Int>
  /// The tag of the structure that it was compared with.
  public let model: String
  public let findings: [DifferenceReport]
  /// Members that only the guest has.
  public let extensions: [Layout.Member]
  /// The releases in which the guest's view is true; nil if there are no findings, or no releases
  /// were compared.
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

/// One difference between the guest's layout of a structure and the other side's.
public struct DifferenceReport: Encodable, Sendable {
  public let kind: Difference.Kind
  public let used: Layout.Member?
  /// The other side's members: the one with the same name, then those at the same place.
  public let other: [Layout.Member]
  public let message: String
  public let severity: Severity

  /// The path of the member; nil if the finding is about the whole structure.
  var member: String? { kind == .stride ? nil : (used ?? other.first)?.path }

  /// The text between the structure's name and the message, which starts with a member or is about
  /// the whole structure.
  var separator: String { kind == .stride ? " " : "." }

  /// Nil if the rule is off.
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

/// A constant whose value in the guest differs from the model's.
public struct ConstantReport: Encodable, Sendable {
  public let name: String
  public let guest: Int
  public let model: Int
  public let severity: Severity

  init(_ difference: ConstantDifference, _ severity: Severity) {
    self.severity = severity
    name = difference.name
    guest = difference.used
    model = difference.other
  }
}

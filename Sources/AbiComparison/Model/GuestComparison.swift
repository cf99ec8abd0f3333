// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// All that a guest declares of Xen's interface, compared with one other view of it.
public struct GuestComparison: Sendable {
  /// `Xen 4.17`, or what describes a recorded view.
  public let other: String
  public let architecture: Architecture
  /// By the guest's name.
  public let structures: [StructureComparison]
  /// Structures of which one side only knows, by name: of the guest's that the release lacks, or of
  /// the record's that the guest no longer has.
  public let missing: [String]
  /// Whether a missing one is a finding.
  public let missingIsFinding: Bool
  public let constants: [ConstantDifference]
  public let constantCount: Int

  public var memberCount: Int { structures.reduce(0) { $0 + $1.memberCount } }

  public var findingCount: Int {
    structures.reduce(0) { $0 + $1.findings.count } + constants.count
      + (missingIsFinding ? missing.count : 0)
  }
}

extension GuestComparison {
  /// What a guest may declare: the model's names and the guest's own for them.
  public static let structureNames = Set(
    Structure.all.map(\.name) + ForeignName.structures.map(\.guest))
  public static let constantNames = NumberGroups.guestNames

  /// With a release of the model; nil when the source has none of the structures.
  public init?(_ source: any TypeSource, with release: XenRelease) throws {
    let layouts = try source.xenLayouts()
    guard !layouts.isEmpty else { return nil }
    let architecture = source.architecture
    let compared = layouts.sorted { $0.key < $1.key }.map { name, layout in
      (
        name,
        StructureComparison(layout, with: name, in: release, on: architecture)
          ?? StructureComparison(
            layout, with: ForeignName.structure(name), in: release, on: architecture)
      )
    }
    let used = try source.constants(of: Self.constantNames)
    let known = release.numbers(on: architecture)
    self.init(
      other: "Xen \(release)", architecture: architecture,
      structures: compared.compactMap(\.1), missing: compared.filter { $0.1 == nil }.map(\.0),
      missingIsFinding: false, constants: ConstantDifference.all(used: used, with: known),
      constantCount: used.keys.count { known[$0] != nil })
  }

  /// With what was recorded of another kernel, or of an earlier one.
  public init?(_ source: any TypeSource, with record: Snapshot) throws {
    let layouts = try source.layouts(of: Set(record.layouts.keys))
    guard !layouts.isEmpty else { return nil }
    let used = try source.constants(of: Set(record.constants.keys))
    self.init(
      other: record.description, architecture: source.architecture,
      structures: layouts.sorted { $0.key < $1.key }.compactMap { name, layout in
        record.layouts[name].map { StructureComparison(layout, with: $0) }
      },
      missing: record.layouts.keys.filter { layouts[$0] == nil }.sorted(), missingIsFinding: true,
      constants: ConstantDifference.all(used: used, with: record.constants),
      constantCount: used.count)
  }
}

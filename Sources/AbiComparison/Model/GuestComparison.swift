// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// The comparison of all that a guest declares of Xen's interface with another view of it.
public struct GuestComparison: Sendable {
  /// The other view: `Xen 4.17`, or the description of a recorded view.
  public let other: String
  /// The architecture of the guest.
  public let architecture: Architecture
  /// The compared structures, by the guest's names.
  public let structures: [StructureComparison]
  /// The structures that only one side has, by name: those of the guest that the release lacks, or
  /// those of the record that the guest does not have any more.
  public let missing: [String]
  /// Whether a missing structure is a finding.
  public let missingIsFinding: Bool
  /// The constants with different values.
  public let constants: [ConstantDifference]
  /// The number of constants that were compared.
  public let constantCount: Int
  /// Structures of the guest that share a name with one of the model by chance: another definition
  /// of that name in the guest is Xen's.
  public internal(set) var namesakes: [String] = []
  /// The parts of the guest's types that could not be read.
  public internal(set) var remarks: [String] = []

  /// The number of members that were compared.
  public var memberCount: Int { structures.reduce(0) { $0 + $1.memberCount } }

  /// The number of findings.
  public var findingCount: Int {
    structures.reduce(0) { $0 + $1.findings.count } + constants.count
      + (missingIsFinding ? missing.count : 0)
  }
}

extension GuestComparison {
  /// The names of structures that a guest can declare: the model's, and the guest's own names for
  /// them.
  public static let structureNames = Set(
    Structure.all.map(\.name) + ForeignName.structures.map(\.guest))
  /// The names of constants that a guest can declare.
  public static let constantNames = NumberGroups.guestNames

  /// Compares a guest with a release of the model; nil if the source has none of the structures.
  ///
  /// - Parameters:
  ///   - source: the guest's types.
  ///   - release: the release.
  ///   - histories: a cache for comparisons with several releases; nil if there is only one.
  /// - Throws: the errors of the source.
  public init?(
    _ source: any TypeSource, with release: XenRelease, histories: StructureHistories? = nil
  ) throws {
    let definitions = try source.xenDefinitions()
    guard !definitions.isEmpty else { return nil }
    let architecture = source.architecture
    var (structures, missing, namesakes): ([StructureComparison], [String], [String]) = ([], [], [])
    for (name, all) in definitions.sorted(by: { $0.key < $1.key }) {
      let compared = all.compactMap { layout in
        StructureComparison(
          layout, with: name, in: release, on: architecture, histories: histories)
          ?? StructureComparison(
            layout, with: ForeignName.structure(name), in: release, on: architecture,
            histories: histories)
      }
      guard !compared.isEmpty else {
        missing.append(name)
        continue
      }
      let (own, others) = Self.separated(compared)
      structures += own
      if others > 0 { namesakes.append(name) }
    }
    let used = try source.constants(of: Self.constantNames)
    // It is not known whether the guest is built with PAE: compare with the closer set of values.
    let known =
      [false, true].map { release.numbers(on: architecture, withPAE: $0) }
      .min { Self.distance(used, $0) < Self.distance(used, $1) } ?? [:]
    self.init(
      other: "Xen \(release)", architecture: architecture, structures: structures,
      missing: missing, missingIsFinding: false,
      constants: ConstantDifference.all(used: used, with: known),
      constantCount: used.keys.count { known[$0] != nil })
    self.namesakes = namesakes
    remarks = source.remarks
  }

  private static func distance(_ used: [String: Int], _ known: [String: Int]) -> Int {
    ConstantDifference.all(used: used, with: known).count
  }

  /// Separates several definitions of one name into those of Xen's structure, which are numbered,
  /// and others, which are counted. If at least half of the members of one definition have the
  /// model's names, definitions for which that is not so are not copies of Xen's.
  private static func separated(
    _ all: [StructureComparison]
  ) -> (own: [StructureComparison], others: Int) {
    guard all.count > 1 else { return (all, 0) }
    let isXens = all.contains(where: \.isAlike)
    var own = isXens ? all.filter(\.isAlike) : all
    let others = all.count - own.count
    if own.count > 1 { for index in own.indices { own[index].definition = index + 1 } }
    return (own, others)
  }

  /// Compares a guest with a record of another kernel or of an earlier one; nil if they have no
  /// structure in common.
  public init?(_ source: any TypeSource, with record: Snapshot) throws {
    let names = Set(record.layouts.keys)
    var layouts = try NamedTypes(source).layouts(
      of: names.union(names.compactMap(ForeignName.counterpart)))
    // Either side may use the other name of a structure.
    for name in names where layouts[name] == nil {
      layouts[name] = ForeignName.counterpart(name).flatMap { layouts[$0] }
    }
    layouts = layouts.filter { names.contains($0.key) }
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

extension StructureComparison {
  /// Whether at least half of the guest's members have a name that the other side has too.
  fileprivate var isAlike: Bool {
    let names = ForeignName.counterparts(in: guest.name)
    let known = Set(other.members.map(\.path))
    let shared = guest.members.count { known.contains($0.path) || names[$0.path] != nil }
    return 2 * shared >= guest.members.count
  }
}

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
  /// Structures of the guest's that have a name of the model's by chance: another definition of the
  /// name is Xen's.
  public internal(set) var namesakes: [String] = []
  /// What of the guest's types could not be read.
  public internal(set) var remarks: [String] = []

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
  ///
  /// - Parameter histories: what is known of other releases; nil where no others are asked about.
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
    // A guest is built with PAE or without: it is compared with the one that it is nearer to.
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

  /// Of several definitions of one name, those that are of Xen's structure, numbered, and how many are
  /// of something else: where one has more than half of the model's members by name, the others
  /// are not copies of it.
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

  /// With what was recorded of another kernel, or of an earlier one.
  public init?(_ source: any TypeSource, with record: Snapshot) throws {
    let names = Set(record.layouts.keys)
    var layouts = try NamedTypes(source).layouts(
      of: names.union(names.compactMap(ForeignName.counterpart)))
    // Either side may use the other name.
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
  /// At least half of the guest's members have a name that the other side has, too.
  fileprivate var isAlike: Bool {
    let names = ForeignName.counterparts(in: guest.name)
    let known = Set(other.members.map(\.path))
    let shared = guest.members.count { known.contains($0.path) || names[$0.path] != nil }
    return 2 * shared >= guest.members.count
  }
}

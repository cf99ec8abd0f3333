// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// The comparison of a guest's structure with the interface where it runs.
public struct StructureComparison: Sendable {
  /// The guest's layout, under the guest's name.
  public let guest: TypeLayout
  /// The layout that it is compared with, under its own name.
  public let other: TypeLayout
  /// Members that the guest accesses at the wrong place, or that only older releases have.
  public let findings: [Difference]
  /// Members that only the guest has: in padding or after the end, and in no release.
  public let extensions: [Difference]
  /// The number of this definition, from 1, if the guest has several definitions of the name; nil
  /// if it has one.
  public internal(set) var definition: Int?
  /// The releases in which all members of the guest are right; nil if no releases were compared.
  public let truth: ReleaseSet?

  /// The number of members that were compared.
  public var memberCount: Int { guest.members.count }
}

extension StructureComparison {
  /// Compares with another kernel's layout or a recorded one, where an additional member is not a
  /// finding.
  public init(_ guest: TypeLayout, with other: TypeLayout) {
    let differences = compare(
      used: guest, with: other, names: ForeignName.counterparts(in: guest.name))
    self.init(
      guest: guest, other: other, findings: differences.filter(\.isBreaking),
      extensions: differences.filter(\.isExtension), truth: nil)
  }

  /// Compares with a release of the model; nil if the release does not have the structure.
  ///
  /// - Parameters:
  ///   - guest: the guest's layout.
  ///   - name: the model's tag.
  ///   - release: the release.
  ///   - architecture: the guest's architecture.
  ///   - histories: a cache for comparisons with several releases; nil if there is only one.
  public init?(
    _ guest: TypeLayout, with name: String, in release: XenRelease, on architecture: Architecture,
    histories: StructureHistories? = nil
  ) {
    let known = histories?.history(of: guest, name)
    let entry = known?.entry(of: release)
    guard
      let layout = known == nil
        ? Layout(name, in: release, on: architecture).map(TypeLayout.init) : entry?.layout
    else { return nil }
    let differences =
      entry?.all ?? compare(used: guest, with: layout, names: ForeignName.members(of: name))
    let isPlain = !differences.contains { $0.isBreaking || $0.isExtension }
    let history = isPlain ? nil : known ?? StructureHistory(guest, name, on: architecture)
    let wrong = differences.filter { history?.isWrong($0, in: release) ?? false }
    self.init(
      guest: guest, other: layout, findings: wrong,
      extensions: differences.filter { $0.isExtension && !wrong.contains($0) },
      truth: history?.truth)
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A guest's structure laid upon what it meets.
public struct StructureComparison: Sendable {
  /// Under the guest's name.
  public let guest: TypeLayout
  /// What it is compared with, under its own name.
  public let other: TypeLayout
  /// Members that the guest reads or writes in the wrong place, or that only older releases have.
  public let findings: [Difference]
  /// Members of the guest's own: in padding or behind the end, and in no release.
  public let extensions: [Difference]
  /// Of several definitions of the name in one guest, which one this is, from 1; nil of the only one.
  public internal(set) var definition: Int?
  /// The releases in which every member of the guest's is true; nil where none was asked.
  public let truth: ReleaseSet?

  /// The members that were compared.
  public var memberCount: Int { guest.members.count }
}

extension StructureComparison {
  /// With another kernel's or a recorded layout: what is only added is no finding.
  public init(_ guest: TypeLayout, with other: TypeLayout) {
    let differences = compare(
      used: guest, with: other, names: ForeignName.counterparts(in: guest.name))
    self.init(
      guest: guest, other: other, findings: differences.filter(\.isBreaking),
      extensions: differences.filter(\.isExtension), truth: nil)
  }

  /// With a release of the model; nil when that has no such structure.
  ///
  /// - Parameters:
  ///   - name: the model's tag.
  ///   - histories: what is known of other releases; nil where no others are asked about.
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

// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A guest's structure laid upon that of every release.
struct StructureHistory {
  private let differences: [(release: XenRelease, all: [Difference])]
  /// The guest's members that are in their place in one release at least.
  private let placed: Set<String>

  init(_ guest: TypeLayout, _ name: String, on architecture: Architecture) {
    differences = Self.differences(guest, name, on: architecture)
    let names = Set(guest.members.map(\.name))
    placed = differences.reduce(into: []) { placed, entry in
      let astray = entry.all.filter { $0.isBreaking || $0.kind == .added }
      placed.formUnion(names.subtracting(astray.compactMap { $0.used?.name }))
    }
  }

  /// Most releases have the layout of the one before: that is compared once.
  private static func differences(
    _ guest: TypeLayout, _ name: String, on architecture: Architecture
  ) -> [(release: XenRelease, all: [Difference])] {
    let members = ForeignName.members(of: name)
    var last: (layout: TypeLayout, differences: [Difference])?
    return XenRelease.modelled.compactMap { release in
      guard let layout = Layout(name, in: release, on: architecture).map(TypeLayout.init) else {
        return nil
      }
      let known = last.flatMap { $0.layout == layout ? $0.differences : nil }
      let differences = known ?? compare(used: guest, with: layout, names: members)
      last = (layout, differences)
      return (release, differences)
    }
  }

  /// Whether the guest uses what the release in question has elsewhere, or not at all though
  /// another release has it.
  func isWrong(_ difference: Difference) -> Bool {
    if difference.kind == .added { return placed.contains(difference.used?.name ?? "") }
    return difference.isBreaking
  }

  /// The releases in which nothing is wrong.
  var truth: ReleaseSet {
    ReleaseSet(
      differences.filter { !$0.all.contains(where: isWrong) }.map(\.release),
      among: differences.map(\.release))
  }
}

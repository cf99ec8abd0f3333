// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI

/// A guest's structure laid upon that of every release.
struct StructureHistory {
  private let differences: [(release: XenRelease, all: [Difference])]
  /// By name, the last release that has the guest's member in its place.
  private let placed: [String: XenRelease]

  init(_ guest: TypeLayout, _ name: String, on architecture: Architecture) {
    differences = Self.differences(guest, name, on: architecture)
    let names = Set(guest.members.map(\.name))
    placed = differences.reduce(into: [:]) { placed, entry in
      let astray = entry.all.filter { $0.isBreaking || $0.kind == .added }
      for name in names.subtracting(astray.compactMap { $0.used?.name }) {
        placed[name] = entry.release
      }
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

  /// Whether the guest uses what the release in question has elsewhere, or has no more.
  ///
  /// What only later releases have harms nobody where the release has nothing there: what Xen writes is
  /// zero, since it clears its pages; what it reads ends before, or it does not look at padding; and a
  /// guest learns from features, versions and errors whether to count on it. Of what there are arrays
  /// the size counts, which is a difference of its own.
  func isWrong(_ difference: Difference, in release: XenRelease) -> Bool {
    if difference.kind == .added {
      return placed[difference.used?.name ?? ""].map { $0 < release } ?? false
    }
    return difference.isBreaking
  }

  /// The releases in which nothing is wrong.
  var truth: ReleaseSet {
    ReleaseSet(
      differences.filter { entry in !entry.all.contains { isWrong($0, in: entry.release) } }
        .map(\.release),
      among: differences.map(\.release))
  }
}

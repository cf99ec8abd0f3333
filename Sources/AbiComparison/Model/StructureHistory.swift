// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI
import Synchronization

/// A guest's structure laid upon that of every release.
struct StructureHistory {
  private let differences: [Entry]
  /// By name, the last release that has the guest's member in its place.
  private let placed: [String: XenRelease]

  /// One release.
  struct Entry {
    let release: XenRelease
    let layout: TypeLayout
    let all: [Difference]
  }

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
  ) -> [Entry] {
    let members = ForeignName.members(of: name)
    var last: (layout: TypeLayout, differences: [Difference])?
    return XenRelease.modelled.compactMap { release in
      guard let layout = Layout(name, in: release, on: architecture).map(TypeLayout.init) else {
        return nil
      }
      let known = last.flatMap { $0.layout == layout ? $0.differences : nil }
      let differences = known ?? compare(used: guest, with: layout, names: members)
      last = (layout, differences)
      return Entry(release: release, layout: layout, all: differences)
    }
  }

  /// What there is to say of one release; nil when that has no such structure.
  func entry(of release: XenRelease) -> Entry? { differences.first { $0.release == release } }

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

/// The histories of a guest's structures, for whoever asks about several releases: each layout that the guest
/// and the releases have is compared once.
public final class StructureHistories: Sendable {
  private let known = Mutex<[String: [(guest: TypeLayout, history: StructureHistory)]]>([:])
  private let architecture: Architecture

  public init(on architecture: Architecture) { self.architecture = architecture }

  /// - Parameter name: the model's tag.
  func history(of guest: TypeLayout, _ name: String) -> StructureHistory {
    if let history = known.withLock({ $0[name]?.first { $0.guest == guest }?.history }) {
      return history
    }
    let history = StructureHistory(guest, name, on: architecture)
    known.withLock { $0[name, default: []].append((guest, history)) }
    return history
  }
}

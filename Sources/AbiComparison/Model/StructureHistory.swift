// SPDX-License-Identifier: Apache-2.0

import GuestTypes
import HypervisorABI
import Synchronization

/// The comparisons of a guest's structure with every release.
struct StructureHistory {
  private let differences: [Entry]
  /// For each member's name, the last release that has the guest's member at its place.
  private let placed: [String: XenRelease]

  /// The comparison with one release.
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

  /// Compares with each release. Most releases have the layout of their predecessor, so that the
  /// result is reused.
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

  /// The comparison with a release; nil if the release does not have the structure.
  func entry(of release: XenRelease) -> Entry? { differences.first { $0.release == release } }

  /// Whether the guest uses something that the release has elsewhere, or does not have any more.
  ///
  /// A member that only later releases have does no harm where this release has nothing. What Xen
  /// would write there is zero, because Xen clears its pages. What Xen would read is after the end
  /// of its structure, or in padding that it ignores. And a guest learns from features, versions
  /// and errors whether it can rely on the member. The size counts only for elements of arrays,
  /// which is a difference of its own.
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

/// A cache of histories for comparisons with several releases: each pair of a guest's layout and a
/// release's layout is compared only once.
public final class StructureHistories: Sendable {
  private let known = Mutex<[String: [(guest: TypeLayout, history: StructureHistory)]]>([:])
  private let architecture: Architecture

  /// An empty cache for guests of one architecture.
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

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A patch kit: a directory such as `patches/`, with entries, their order, and the releases that
/// they are for.
public struct Kit: Sendable {
  /// The kit's directory.
  public let directory: String
  /// The release of Xen whose interface is generated.
  public let xen: XenRelease
  /// The releases that the kit knows, in order.
  public let releases: [KnownRelease]
  /// All entries, in the order in which they are applied.
  public let entries: [Entry]

  /// Whether the kit was read. It is not read if it is removed from a tree whose record suffices.
  var isRead: Bool { !releases.isEmpty }

  /// The groups of the entries, in the order of the series.
  public var groups: [String] {
    entries.map(\.group).reduce(into: []) { groups, name in
      if !groups.contains(name) { groups.append(name) }
    }
  }

  /// The entries that a user's name may refer to: `toolchain/0110-gcc-version`, `0110-gcc-version`,
  /// `0110` or `gcc-version`. A name may occur in several groups.
  public func entries(named name: String) -> [Entry] {
    entries.filter { Entry.isCalled($0.id, name) }
  }

  /// What the kit knows about a release, or about the release that it is a stable update of; nil if
  /// neither is known.
  public func known(_ release: KernelRelease) -> KnownRelease? {
    releases.first { $0.release.numbers == release.numbers }
      ?? releases.first { $0.release.numbers == Array(release.numbers.prefix(3)) }
  }

  /// The known releases, the nearest to a release first.
  public func nearest(to release: KernelRelease) -> [KernelRelease] {
    releases.map(\.release).sorted { $0.distance(to: release) < $1.distance(to: release) }
  }

  /// The IDs with those of the entries that they require, directly or not.
  func withRequired(_ ids: some Sequence<String>) -> Set<String> {
    var wanted = Set(ids)
    for entry in entries.reversed() where wanted.contains(entry.id) {
      wanted.formUnion(entry.requires)
    }
    return wanted
  }

  /// The IDs with those of the entries that require them, directly or not.
  func withDependents(_ ids: some Sequence<String>) -> Set<String> {
    var going = Set(ids)
    for entry in entries where !going.isDisjoint(with: entry.requires) { going.insert(entry.id) }
    return going
  }
}

extension Kit {
  /// Stands for a kit that could not be read: it has no entries and no releases.
  public init(unread directory: String) {
    self.init(directory: directory, xen: XenRelease.modelled[0], releases: [], entries: [])
  }
}

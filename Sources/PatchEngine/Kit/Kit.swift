// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// A folder as `patches/` is one: entries, their order, and the releases for which they are.
public struct Kit: Sendable {
  /// Where it is.
  public let folder: String
  /// The release of Xen whose interface is generated.
  public let xen: XenRelease
  /// In their order.
  public let releases: [KnownRelease]
  /// Every entry, in the order in which they are applied.
  public let entries: [Entry]

  /// Whether it was read: not where a kit is taken off a tree for which the record suffices.
  var isRead: Bool { !releases.isEmpty }

  /// The first parts of the entries' names, in the order of the series.
  public var groups: [String] {
    entries.map(\.group).reduce(into: []) { groups, name in
      if !groups.contains(name) { groups.append(name) }
    }
  }

  /// The entries that a user may mean: `toolchain/0110-gcc-version`, `0110-gcc-version`, `0110` or
  /// `gcc-version`; names may occur in several groups.
  public func entries(named name: String) -> [Entry] {
    entries.filter { entry in
      let own = entry.id.split(separator: "/")[1]
      return [entry.id[...], own, entry.number, entry.name].contains(name[...])
    }
  }

  /// What the kit knows of a release: it itself, or the one of which it is a stable update.
  public func known(_ release: KernelRelease) -> KnownRelease? {
    releases.first { $0.release.numbers == release.numbers }
      ?? releases.first { $0.release.numbers == Array(release.numbers.prefix(3)) }
  }

  /// The known releases from the nearest on, for a release that is none of them.
  public func nearest(to release: KernelRelease) -> [KernelRelease] {
    releases.map(\.release).sorted { $0.distance(to: release) < $1.distance(to: release) }
  }

  /// The entries that are asked for by these ids, and what they require.
  func withRequired(_ ids: some Sequence<String>) -> Set<String> {
    var wanted = Set(ids)
    for entry in entries.reversed() where wanted.contains(entry.id) {
      wanted.formUnion(entry.requires)
    }
    return wanted
  }

  /// These entries, and what requires them.
  func withDependents(_ ids: some Sequence<String>) -> Set<String> {
    var going = Set(ids)
    for entry in entries where !going.isDisjoint(with: entry.requires) { going.insert(entry.id) }
    return going
  }
}

extension Kit {
  /// A kit that could not be read.
  public init(unread folder: String) {
    self.init(folder: folder, xen: XenRelease.modelled[0], releases: [], entries: [])
  }
}

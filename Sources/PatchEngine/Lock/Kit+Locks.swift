// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  static let lockSuffix = ".lock"

  /// Where the lock of a release is, or is to be.
  public func lockFile(_ release: String) -> String {
    "\(folder)/releases/\(release)\(Self.lockSuffix)"
  }

  /// Every lock, in the order of the releases.
  public func locks() throws(PatchError) -> [Lock] {
    var locks: [Lock] = []
    for name in try KitFile.kitNames(folder + "/releases") ?? []
    where name.hasSuffix(Self.lockSuffix) {
      let release = String(name.dropLast(Self.lockSuffix.count))
      if let lock = try lock(of: release) { locks.append(lock) }
    }
    return locks.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }
  }

  /// The lock of one release; nil when it has none.
  public func lock(of release: String) throws(PatchError) -> Lock? {
    let name = "releases/\(release)\(Self.lockSuffix)"
    guard let bytes = try KitFile.read(name, in: folder) else { return nil }
    let lock = try Lock(text: String(decoding: bytes, as: UTF8.self), file: "\(folder)/\(name)")
    guard lock.release == release else {
      throw PatchError("\(folder)/\(name)", "is the lock of \(lock.release)")
    }
    return lock
  }

  /// A release's own lock, or the nearest one; nil when there is none at all.
  static func lock(for release: KernelRelease, among locks: [Lock]) -> Lock? {
    nearest(to: release, among: locks).first
  }

  /// The locks, from a release's own or the nearest one on.
  static func nearest(to release: KernelRelease, among locks: [Lock]) -> [Lock] {
    locks.map { (KernelRelease($0.numbers).distance(to: release), $0) }
      .sorted { ($0.0, $0.1.release) < ($1.0, $1.1.release) }.map(\.1)
  }

  /// Entries of which a release gets something else than when it was locked, or elsewhere in one of its
  /// files, in the order of the series, and then those that are gone: unproven for it.
  public func changed(since lock: Lock) -> [String] {
    let now = Dictionary(uniqueKeysWithValues: effects(of: lock).map { ($0.id, $0.digest) })
    let moved = Set(moved(since: lock))
    return entries.map(\.id).filter { id in now[id] != lock.digest(of: id) || moved.contains(id) }
      + gone(since: lock)
  }

  /// Whether that entry is among them.
  func isChanged(_ id: String, since lock: Lock) -> Bool {
    effects(of: lock).first { $0.id == id }?.digest != lock.digest(of: id)
  }

  /// Entries that did something in a release when it was locked which the release now does not get:
  /// their range, or that of an edit or a new file, was narrowed, it lost an architecture, the
  /// release's file changed, or they are gone.
  ///
  /// An edit that has its place by another anchor now is not lost.
  func lost(since lock: Lock) -> [String] {
    let now = effects(of: lock).flatMap { effect in effect.deeds.flatMap { $0.gains(effect.id) } }
      .counts
    return lock.entries.filter { locked in
      let then =
        locked.rows.flatMap { $0.gains(locked.id) } + locked.files.flatMap { $0.gains(locked.id) }
      return then.counts.contains { gain, count in now[gain, default: 0] < count }
    }.map(\.id)
  }

  /// Entries that edit a file which another one edits too, and come before that one now and behind it
  /// when a release was locked, or the reverse: of what both insert at one place, another text comes
  /// first.
  func moved(since lock: Lock) -> [String] {
    let locked = Dictionary(lock.entries.map { ($0.id, $0.rows) }) { first, _ in first }
    let then = Dictionary(zip(lock.entries.map(\.id), lock.entries.indices)) { first, _ in first }
    let own = entries.map(\.id).filter { locked[$0] != nil }
    let files = own.map { id in Set((locked[id] ?? []).map(\.path)) }
    var moved: Set<String> = []
    for (index, id) in own.enumerated() {
      for other in own.indices.dropFirst(index + 1)
      where then[own[other], default: 0] < then[id, default: 0] {
        if !files[index].isDisjoint(with: files[other]) { moved.formUnion([id, own[other]]) }
      }
    }
    return own.filter(moved.contains)
  }

  /// Entries that were locked for a release and are in the kit no longer.
  func gone(since lock: Lock) -> [String] {
    lock.entries.map(\.id).filter { id in !entries.contains { $0.id == id } }
  }

  /// Entries that do to a tree's release what it was not locked with, or, where it is one of those for
  /// which the kit is to be locked, was not locked at all. Any other tree is to get what some release
  /// got when it was locked.
  func unlocked(at release: KernelRelease, among locks: [Lock]) -> Set<String> {
    guard let known = known(release) else { return [] }
    let target = Target(release: release, known: known, architectures: known.architectures)
    let own = locks.first { $0.numbers == release.numbers }
    let those = own.map { [$0] } ?? (target.isLockable(among: locks) ? [] : locks)
    return Set(
      effects(for: target).filter { effect in
        !those.contains { $0.digest(of: effect.id) == effect.digest }
      }.map(\.id))
  }

  /// By entry, the releases that get of it what they got when they were locked.
  func releases(among locks: [Lock]) -> [String: [String]] {
    var releases: [String: [String]] = [:]
    for lock in locks {
      for effect in effects(of: lock) where lock.digest(of: effect.id) == effect.digest {
        releases[effect.id, default: []].append(lock.release)
      }
    }
    return releases
  }

  /// What the entries do now to a release that was locked.
  private func effects(of lock: Lock) -> [Effect] {
    let release = KernelRelease(lock.numbers)
    guard let known = known(release) else { return [] }
    return effects(
      for: Target(release: release, known: known, architectures: known.architectures))
  }
}

/// Something of an entry that an architecture gets.
private struct Gain: Hashable {
  let entry: String
  let path: String
  let isEdit: Bool
  let architecture: Architecture
}

extension Sequence<Gain> {
  fileprivate var counts: [Gain: Int] { reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}

extension Deed {
  fileprivate func gains(_ entry: String) -> [Gain] {
    architectures.map { Gain(entry: entry, path: path, isEdit: edit != nil, architecture: $0) }
  }
}

extension Lock.Row {
  fileprivate func gains(_ entry: String) -> [Gain] {
    architectures.map { Gain(entry: entry, path: path, isEdit: true, architecture: $0) }
  }
}

extension Lock.NewFile {
  fileprivate func gains(_ entry: String) -> [Gain] {
    architectures.map { Gain(entry: entry, path: path, isEdit: false, architecture: $0) }
  }
}

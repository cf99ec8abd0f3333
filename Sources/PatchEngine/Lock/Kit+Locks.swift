// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Kit {
  static let lockSuffix = ".lock"

  /// The path of a release's lock, whether it exists or not.
  public func lockFile(_ release: String) -> String {
    "\(directory)/releases/\(release)\(Self.lockSuffix)"
  }

  /// All locks, in the order of the releases.
  ///
  /// - Throws: if a lock cannot be read or is damaged.
  public func locks() throws(PatchError) -> [Lock] {
    var locks: [Lock] = []
    for name in try KitFile.kitNames(directory + "/releases") ?? []
    where name.hasSuffix(Self.lockSuffix) {
      let release = String(name.dropLast(Self.lockSuffix.count))
      if let lock = try lock(of: release) { locks.append(lock) }
    }
    return locks.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }
  }

  /// The lock of a release; nil if it has none.
  ///
  /// - Throws: if the lock cannot be read, is damaged, or is that of another release.
  public func lock(of release: String) throws(PatchError) -> Lock? {
    let name = "releases/\(release)\(Self.lockSuffix)"
    guard let bytes = try KitFile.read(name, in: directory) else { return nil }
    let lock = try Lock(text: String(decoding: bytes, as: UTF8.self), file: "\(directory)/\(name)")
    guard lock.release == release else {
      throw PatchError("\(directory)/\(name)", "is the lock of \(lock.release)")
    }
    return lock
  }

  /// The lock of a release, or else the nearest one; nil if there are no locks.
  static func lock(for release: KernelRelease, among locks: [Lock]) -> Lock? {
    nearest(to: release, among: locks).first
  }

  /// The locks, the one of the release or the nearest one first.
  static func nearest(to release: KernelRelease, among locks: [Lock]) -> [Lock] {
    locks.map { (KernelRelease($0.numbers).distance(to: release), $0) }
      .sorted { ($0.0, $0.1.release) < ($1.0, $1.1.release) }.map(\.1)
  }

  /// The entries that the lock of a release does not cover any more.
  ///
  /// - Returns: the entries that do something else to the release than when it was locked, or that
  ///   moved in the series relative to other edits of a file, in the order of the series; and then
  ///   those that the kit no longer has.
  public func changed(since lock: Lock) -> [String] {
    let now = Dictionary(uniqueKeysWithValues: effects(of: lock).map { ($0.id, $0.digest) })
    let moved = Set(moved(since: lock))
    return entries.map(\.id).filter { id in now[id] != lock.digest(of: id) || moved.contains(id) }
      + gone(since: lock)
  }

  /// Whether the effect of an entry differs from the one in the lock.
  func isChanged(_ id: String, since lock: Lock) -> Bool {
    effects(of: lock).first { $0.id == id }?.digest != lock.digest(of: id)
  }

  /// The entries that do less to a release than when it was locked: their range, or the range of an
  /// edit or a new file, was narrowed, the release lost an architecture, its file changed, or the
  /// kit no longer has them.
  ///
  /// An edit that only has another anchor than before is not lost.
  func lost(since lock: Lock) -> [String] {
    let now = effects(of: lock).flatMap { effect in
      effect.steps.flatMap { $0.perArchitecture(effect.id) }
    }
    .counts
    return lock.entries.filter { locked in
      let then =
        locked.rows.flatMap { $0.perArchitecture(locked.id) }
        + locked.files.flatMap { $0.perArchitecture(locked.id) }
      return then.counts.contains { effect, count in now[effect, default: 0] < count }
    }.map(\.id)
  }

  /// The entries whose order relative to another entry that edits the same file differs from the
  /// order in the lock. The order matters if both insert at the same place.
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

  /// The entries in the lock that the kit no longer has.
  func gone(since lock: Lock) -> [String] {
    lock.entries.map(\.id).filter { id in !entries.contains { $0.id == id } }
  }

  /// The entries whose effect on a release is not in a lock.
  ///
  /// If the release has a lock, only that one counts. If it has none but can be locked, no lock
  /// counts. For any other tree, each entry must have an effect that it had on some release when
  /// that was locked.
  func unlocked(at release: KernelRelease, among locks: [Lock]) -> Set<String> {
    guard let known = known(release) else { return [] }
    let target = KitTarget(release: release, known: known, architectures: known.architectures)
    let own = locks.first { $0.numbers == release.numbers }
    let those = own.map { [$0] } ?? (target.isLockable(among: locks) ? [] : locks)
    return Set(
      effects(for: target).filter { effect in
        !those.contains { $0.digest(of: effect.id) == effect.digest }
      }.map(\.id))
  }

  /// For each entry, the releases whose locks cover its present effect.
  func releases(among locks: [Lock]) -> [String: [String]] {
    var releases: [String: [String]] = [:]
    for lock in locks {
      for effect in effects(of: lock) where lock.digest(of: effect.id) == effect.digest {
        releases[effect.id, default: []].append(lock.release)
      }
    }
    return releases
  }

  /// The present effects of the entries on the release of a lock.
  private func effects(of lock: Lock) -> [Effect] {
    let release = KernelRelease(lock.numbers)
    guard let known = known(release) else { return [] }
    return effects(
      for: KitTarget(release: release, known: known, architectures: known.architectures))
  }
}

/// One edit or new file that an architecture gets from an entry, without its content.
private struct ArchitectureEffect: Hashable {
  let entry: String
  let path: String
  let isEdit: Bool
  let architecture: Architecture
}

extension Sequence<ArchitectureEffect> {
  fileprivate var counts: [ArchitectureEffect: Int] {
    reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}

extension StepEffect {
  fileprivate func perArchitecture(_ entry: String) -> [ArchitectureEffect] {
    architectures.map {
      ArchitectureEffect(entry: entry, path: path, isEdit: edit != nil, architecture: $0)
    }
  }
}

extension Lock.Row {
  fileprivate func perArchitecture(_ entry: String) -> [ArchitectureEffect] {
    architectures.map {
      ArchitectureEffect(entry: entry, path: path, isEdit: true, architecture: $0)
    }
  }
}

extension Lock.NewFile {
  fileprivate func perArchitecture(_ entry: String) -> [ArchitectureEffect] {
    architectures.map {
      ArchitectureEffect(entry: entry, path: path, isEdit: false, architecture: $0)
    }
  }
}

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
    for name in try KitFile.names(folder + "/releases") ?? [] where name.hasSuffix(Self.lockSuffix)
    {
      guard let bytes = try KitFile.read("releases/" + name, in: folder) else { continue }
      let lock = try Lock(
        text: String(decoding: bytes, as: UTF8.self), file: folder + "/releases/" + name)
      guard lock.release + Self.lockSuffix == name else {
        throw PatchError("\(folder)/releases/\(name)", "is the lock of \(lock.release)")
      }
      locks.append(lock)
    }
    return locks.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }
  }

  /// A release's own lock, or the nearest one; nil when there is none at all.
  static func lock(for release: KernelRelease, among locks: [Lock]) -> Lock? {
    locks.min {
      KernelRelease($0.numbers).distance(to: release)
        < KernelRelease($1.numbers).distance(to: release)
    }
  }

  /// Entries of which a release gets something else than when it was locked, in the order of the
  /// series, and then those that are gone: unproven for it.
  public func changed(since lock: Lock) -> [String] {
    let now = Dictionary(uniqueKeysWithValues: effects(of: lock).map { ($0.id, $0.digest) })
    let then = lock.entries
    return entries.map(\.id).filter { id in now[id] != lock.digest(of: id) }
      + then.map(\.id).filter { id in !entries.contains { $0.id == id } }
  }

  /// Entries that did something in a release when it was locked which the release now does not get:
  /// their range, or that of an edit or a new file, was narrowed, it lost an architecture, the
  /// release's file changed, or they are gone.
  func lost(since lock: Lock) -> [String] {
    let now = Set(
      effects(of: lock).flatMap { effect in effect.deeds.flatMap { $0.gains(effect.id) } })
    return lock.entries.filter { locked in
      !locked.rows.flatMap { $0.gains(locked.id) }.allSatisfy(now.contains)
        || !locked.files.flatMap { $0.gains(locked.id) }.allSatisfy(now.contains)
    }.map(\.id)
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
  /// Nil of a file that is created.
  let edit: Digest?
  let architecture: Architecture
}

extension Deed {
  fileprivate func gains(_ entry: String) -> [Gain] {
    architectures.map { Gain(entry: entry, path: path, edit: edit, architecture: $0) }
  }
}

extension Lock.Row {
  fileprivate func gains(_ entry: String) -> [Gain] {
    architectures.map { Gain(entry: entry, path: path, edit: edit, architecture: $0) }
  }
}

extension Lock.NewFile {
  fileprivate func gains(_ entry: String) -> [Gain] {
    architectures.map { Gain(entry: entry, path: path, edit: nil, architecture: $0) }
  }
}

extension Workbench {
  /// That the tree does not get what the release had when it was locked.
  var narrowed: [String] {
    guard let lock = Kit.lock(for: tree.release, among: locks),
      case let lost = kit.lost(since: lock), !lost.isEmpty
    else { return [] }
    return [
      "changed since it was locked for Linux \(lock.release), which does not get all of it now: "
        + lost.joined(separator: ", ")
    ]
  }
}

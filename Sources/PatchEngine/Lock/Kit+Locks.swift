// SPDX-License-Identifier: Apache-2.0

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

  /// Entries that changed since a release was locked, or came since: unproven for it.
  public func changed(since lock: Lock) -> [String] {
    guard let target = target(of: lock) else { return [] }
    let lost = lost(since: lock)
    return entries.filter { entry in
      lost.contains(entry.id) || (!entry.steps(for: target).isEmpty && !lock.holds(entry))
    }.map(\.id) + lost.filter { id in !entries.contains { $0.id == id } }
  }

  /// Entries that did something in a release when it was locked which the release now does not get:
  /// their range, or that of an edit, was narrowed, the release's file changed, or they are gone.
  func lost(since lock: Lock) -> [String] {
    guard let target = target(of: lock) else { return [] }
    return lock.entries.filter { locked in
      guard let entry = entries.first(where: { $0.id == locked.id }) else { return true }
      let steps = entry.steps(for: target)
      let edits = Set(steps.flatMap(\.lockKeys))
      return steps.isEmpty || !locked.rows.allSatisfy { edits.contains($0.key) }
    }.map(\.id)
  }

  private func target(of lock: Lock) -> Target? {
    let release = KernelRelease(lock.numbers)
    return known(release).map {
      Target(release: release, known: $0, architectures: $0.architectures)
    }
  }
}

extension PlacedStep {
  /// What the rows of a lock call the edits that it does.
  fileprivate var lockKeys: [Lock.Row.Key] {
    guard let step = step as? EditStep else { return [] }
    return step.edits.filter { edit in instances.contains { edit.conditions.hold($0) } }
      .map { Lock.Row.Key(path: path, edit: $0.digest) }
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

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
    let numbers = KernelRelease(lock.numbers)
    guard let known = known(numbers) else { return [] }
    let target = Target(release: numbers, known: known, architectures: known.architectures)
    return entries.filter { !$0.steps(for: target).isEmpty && !lock.holds($0) }.map(\.id)
      + lock.entries.map(\.id).filter { id in !entries.contains { $0.id == id } }
  }
}

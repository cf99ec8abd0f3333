// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The lock of this tree for the whole kit and all architectures that the kit knows for the
  /// release.
  ///
  /// - Throws: all refusals as `RefusalError`, because what does not fit cannot be locked. Differences
  ///   from an older lock are not refused.
  public func releaseLock() throws -> Lock {
    let release = tree.release
    guard let known = kit.known(release) else {
      throw kit.unknown(release, tree: tree.path)
    }
    guard release.suffix.isEmpty else {
      throw PatchError(
        tree.path, "is Linux \(release), not a release of kernel.org",
        cure:
          "lock a tree of Linux \(KernelRelease(release.numbers)) from there; this tree is compared with it"
      )
    }
    let target = KitTarget(release: release, known: known, architectures: known.architectures)
    let plan = try Plan(kit.entries, of: kit, for: target, nil, original: original)
    try checkVanilla(plan, for: target)
    try RefusalError.check(plan.refusals)
    return Lock(plan, kit.effects(for: target))
  }

  /// The edited files whose content is not the one in the lock of the tree's own release. The files
  /// of a release do not change, so a tree with such files is not that release.
  public func filesOtherwiseLocked() throws(PatchError) -> [String] {
    let release = tree.release.numbers.map(String.init).joined(separator: ".")
    guard let lock = try kit.lock(of: release) else { return [] }
    let plan = try wholePlan()
    return plan.paths.filter { path in
      plan.files[path]?.original.map { lock.has($0, at: path) == false } ?? false
    }
  }
}

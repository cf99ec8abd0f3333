// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// What the whole kit finds in this tree, for every architecture that the kit knows of it.
  ///
  /// - Throws: every refusal: what does not fit cannot be locked. What differs from an older
  ///   lock is no reason.
  public func releaseLock() throws -> Lock {
    let release = tree.release
    guard let known = kit.known(release) else {
      throw kit.unknown(release, tree: tree.path)
    }
    guard release.suffix.isEmpty else {
      throw PatchError(
        tree.path, "is Linux \(release), not a release of kernel.org",
        cure: "lock that one: others are held to it")
    }
    let target = Target(release: release, known: known, architectures: known.architectures)
    let plan = try Plan(kit.entries, of: kit, for: target, nil, original: original)
    try checkVanilla(plan, for: target)
    try Refused.check(plan.refusals)
    return Lock(plan, kit.effects(for: target))
  }
}

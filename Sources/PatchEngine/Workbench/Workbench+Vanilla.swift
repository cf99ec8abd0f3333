// SPDX-License-Identifier: Apache-2.0

import Base

/// What a tree has to be before entries are laid upon it: a vanilla tree of a release that the kit
/// knows.
extension Workbench {
  /// - Throws: in one line, what the tree is instead.
  func checkVanilla(_ plan: Plan, for target: Target) throws(PatchError) {
    if plan.entries.contains(where: { $0.isPort(for: target) }), let mark = try xenLinuxMark() {
      throw PatchError(
        tree.path, "is not a vanilla tree: it has a Xen port of its own (\(mark))",
        cure: "take the release from kernel.org; or apply --only toolchain, to build this one")
    }
    try checkNoOwnText(plan)
  }

  /// That nothing of the kit is on a tree without a record, for any architecture.
  func checkNoOwnText() throws(PatchError) {
    guard let known = kit.known(tree.release) else { return }
    let target = Target(
      release: tree.release, known: known, architectures: known.architectures)
    // Whatever else is wrong with the tree does not matter to who takes the kit off.
    let plan = try? Plan(kit.entries, of: kit, for: target, nil, original: original)
    guard let plan else { return }
    try checkNoOwnText(plan)
  }

  private func checkNoOwnText(_ plan: Plan) throws(PatchError) {
    guard let first = plan.ownTexts.first else { return }
    let files = counted(Set(plan.ownTexts.map(\.file)).count, "file")
    throw PatchError(
      tree.path,
      "has text of the kit in \(files) "
        + "(\(first.file) \(first.problem)), but no record of it in \(StateFolder.name)",
      cure: "bring \(StateFolder.name) back; take the kit off as it came (quilt pop -a, git); or "
        + "begin with a vanilla tree")
  }

  /// A file by which a tree of XenLinux, the port that came with Xen, differs from any vanilla one.
  private func xenLinuxMark() throws(PatchError) -> String? {
    for path in ["drivers/xen/core/evtchn.c", "include/asm-xen/hypervisor.h"] {
      if try tree.read(path) != nil { return path }
    }
    return nil
  }

  /// What the user should know of a tree that is not a release of kernel.org's; nil when it is one.
  public var remark: String? {
    let suffix = tree.release.suffix
    guard !suffix.isEmpty else { return nil }
    return "\(tree.path) is Linux \(tree.release), not a release of kernel.org: "
      + "the kit was tried on those alone"
  }
}

extension Entry {
  /// Whether it makes a guest of a kernel that has no Xen code of its own.
  fileprivate func isPort(for target: Target) -> Bool {
    guards.eras.contains(.port) && !steps(for: target).isEmpty
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// What a tree has to be before entries are laid upon it: a vanilla tree of a release that the kit
/// knows.
extension Workbench {
  /// - Throws: in one line, what the tree is instead.
  func checkVanilla(_ plan: Plan, for target: Target) throws(PatchError) {
    if plan.entries.contains(where: { $0.isPort(for: target) }) {
      if let mark = try xenLinuxMark() {
        throw PatchError(
          tree.path, "is not a vanilla tree: it has a Xen port of its own (\(mark))",
          cure: "take the release from kernel.org; or apply --only toolchain, to build this one")
      }
      for (architecture, era) in target.known.eras
      where era == .port && target.architectures.contains(architecture) {
        guard let mark = try mainlineMark(architecture, besides: plan) else { continue }
        throw PatchError(
          tree.path,
          "is Linux \(tree.release), which has Xen code of its own for \(architecture.rawValue) "
            + "(\(mark)): its era is mainline",
          cure: "write Architecture \(architecture.rawValue): mainline into "
            + "\(kit.folder)/releases/\(target.known.release)")
      }
    }
    try checkNoOwnText(plan)
  }

  /// A file by which a release of kernel.org is a guest on an architecture: 2.6.23 on for i386, 2.6.27
  /// on for x86_64. The kit makes a file of one of these names too, which is none.
  private func mainlineMark(
    _ architecture: Architecture, besides plan: Plan
  ) throws(PatchError) -> String? {
    let own = Set(plan.ownTexts.map(\.file))
    let marks =
      architecture == .i386
      ? ["arch/i386/xen/enlighten.c", "arch/x86/xen/xen-asm_32.S", "arch/x86/xen/xen-asm.S"]
      : ["arch/x86/xen/xen-asm_64.S"]
    for path in marks where !own.contains(path) {
      if try original(path) != nil { return path }
    }
    return nil
  }

  /// That the tree has another port, which is not the kit's to take off.
  func foreignPort() throws(PatchError) -> [Note] {
    try xenLinuxMark().map { [Note("has a Xen port of its own (\($0)), which stays")] } ?? []
  }

  /// That nothing of the kit is on a tree without a record, for any architecture.
  func checkNoOwnText() throws(PatchError) {
    if let plan = try anyPlan() { try checkNoOwnText(plan) }
  }

  /// That a tree has the kit without a record, as of a series that was applied by quilt or git; nil when it
  /// has a record, or nothing of the kit.
  public func unrecorded() throws(PatchError) -> PatchError? {
    guard record == nil, let plan = try anyPlan() else { return nil }
    do throws(PatchError) {
      try checkNoOwnText(plan)
      return nil
    } catch {
      return error
    }
  }

  /// What all of the kit would make of the tree; nil where that cannot be found out.
  private func anyPlan() throws(PatchError) -> Plan? {
    guard let known = kit.known(tree.release) else { return nil }
    let target = Target(
      release: tree.release, known: known, architectures: known.architectures)
    // Whatever else is wrong with the tree does not matter to who takes the kit off.
    // What looks like the port's may be another port.
    let isForeign = try xenLinuxMark() != nil
    let entries = kit.entries.filter { !(isForeign && $0.isPort(for: target)) }
    return try? Plan(entries, of: kit, for: target, nil, original: original)
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
      if try original(path) != nil { return path }
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

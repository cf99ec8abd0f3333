// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

/// Checks that a tree can get the kit: it must be a vanilla tree of a release that the kit knows.
extension Workbench {
  /// - Throws: if the tree is not vanilla, with what it is instead in one line.
  func checkVanilla(_ plan: Plan, for target: KitTarget) throws(PatchError) {
    if plan.entries.contains(where: { $0.isPort(for: target) }) {
      if let mark = try xenLinuxMark() {
        throw PatchError(
          tree.path, "is not a vanilla tree: it has its own Xen port (\(mark))",
          cure: "use the release from kernel.org; or apply --only toolchain, to build this one")
      }
      for (architecture, era) in target.known.eras
      where era == .port && target.architectures.contains(architecture) {
        guard let mark = try mainlineMark(architecture, besides: plan) else { continue }
        throw PatchError(
          tree.path,
          "is Linux \(tree.release), which has its own Xen code for \(architecture.rawValue) "
            + "(\(mark)): its era is mainline",
          cure: "write Architecture \(architecture.rawValue): mainline into "
            + "\(kit.directory)/releases/\(target.known.release)")
      }
    }
    try checkNoOwnText(plan)
  }

  /// A file that shows that a release of kernel.org is a Xen guest by itself on an architecture:
  /// since 2.6.23 for i386, and since 2.6.27 for x86_64. Files with the same name that the kit
  /// creates do not count.
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

  /// A note if the tree has another Xen port, which the kit does not remove.
  func foreignPort() throws(PatchError) -> [Note] {
    try xenLinuxMark().map { [Note("has its own Xen port (\($0)), which is kept")] } ?? []
  }

  /// Checks that a tree without a record does not have text of the kit for any architecture.
  func checkNoOwnText() throws(PatchError) {
    if let plan = try anyPlan() { try checkNoOwnText(plan) }
  }

  /// The error for a tree that has the kit but no record, for example because an exported series
  /// was applied with quilt or git; nil if there is a record, or no text of the kit.
  public func unrecorded() throws(PatchError) -> PatchError? {
    guard record == nil, let plan = try anyPlan() else { return nil }
    do throws(PatchError) {
      try checkNoOwnText(plan)
      return nil
    } catch {
      return error
    }
  }

  /// The plan for the whole kit on all architectures; nil if the release is unknown or the plan
  /// cannot be made.
  private func anyPlan() throws(PatchError) -> Plan? {
    guard let known = kit.known(tree.release) else { return nil }
    let target = KitTarget(
      release: tree.release, known: known, architectures: known.architectures)
    // Other problems of the tree do not matter to a user who removes the kit. In a tree with
    // another port, text like that of the kit's port may belong to the other one.
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
        + "(\(first.file) \(first.problem)), but no record of it in \(StateDirectory.name)",
      cure:
        "restore \(StateDirectory.name); remove the kit by the means it was applied with (quilt pop -a, "
        + "git); or start with a vanilla tree")
  }

  /// A file that XenLinux, the port that came with Xen, has and vanilla trees do not; nil if the
  /// tree does not have it.
  private func xenLinuxMark() throws(PatchError) -> String? {
    for path in ["drivers/xen/core/evtchn.c", "include/asm-xen/hypervisor.h"] {
      if try original(path) != nil { return path }
    }
    return nil
  }
}

extension Entry {
  /// Whether the entry is part of the port, which makes a guest of a kernel without Xen code of its
  /// own.
  fileprivate func isPort(for target: KitTarget) -> Bool {
    guards.eras.contains(.port) && !steps(for: target).isEmpty
  }
}

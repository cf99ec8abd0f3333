// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The series of the chosen entries on the vanilla tree; nil chooses all.
  ///
  /// - Throws: all refusals as `RefusalError`; another error if the tree cannot be used.
  public func series(_ choice: EntryChoice?) throws -> Series {
    try Series(try exportPlan(choice), release: tree.release.description)
  }

  /// The chosen entries as a single diff against the vanilla tree; nil chooses all.
  ///
  /// - Throws: all refusals as `RefusalError`; another error if the tree cannot be used.
  public func diff(_ choice: EntryChoice?) throws -> [UInt8] {
    let plan = try exportPlan(choice)
    return try Series.diffs(plan, from: 0, to: plan.entries.count).flatMap(\.diff)
  }

  /// The local changes of a file since pvkit wrote it, as a diff.
  public func localDiff(_ path: String) throws(PatchError) -> [UInt8] {
    try UnifiedDiff.text(path, from: try appliedKit?.applied(path), to: try tree.read(path))
  }

  /// The plan for the whole kit on the vanilla tree.
  public func wholePlan() throws(PatchError) -> Plan {
    let target = try target()
    return try plan(ids(nil, for: target), for: target, heldTo: locks)
  }

  private func exportPlan(_ choice: EntryChoice?) throws -> Plan {
    let target = try target()
    let plan = try plan(ids(choice, for: target), for: target, heldTo: locks)
    try checkVanilla(plan, for: target)
    try RefusalError.check(plan.refusals)
    return plan
  }
}

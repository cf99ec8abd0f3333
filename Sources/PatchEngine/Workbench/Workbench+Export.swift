// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The chosen entries, nil for all, as they go onto the vanilla tree.
  ///
  /// - Throws: every refusal, as `Refused`.
  public func series(_ choice: EntryChoice?) throws -> Series {
    try Series(try exportPlan(choice), release: tree.release.description)
  }

  /// The like as one diff.
  public func diff(_ choice: EntryChoice?) throws -> [UInt8] {
    let plan = try exportPlan(choice)
    return try Series.diffs(plan, from: 0, to: plan.entries.count).flatMap(\.diff)
  }

  /// What was changed in a file since pvkit wrote it, as a diff.
  public func localDiff(_ path: String) throws(PatchError) -> [UInt8] {
    try UnifiedDiff.text(path, from: try layer?.applied(path), to: try tree.read(path))
  }

  /// What all of the kit makes of the vanilla tree.
  public func wholePlan() throws(PatchError) -> Plan {
    let target = try target()
    return try plan(ids(nil, for: target), for: target, heldTo: locks)
  }

  private func exportPlan(_ choice: EntryChoice?) throws -> Plan {
    let target = try target()
    let plan = try plan(ids(choice, for: target), for: target, heldTo: locks)
    try checkVanilla(plan, for: target)
    try Refused.check(plan.refusals)
    return plan
  }
}

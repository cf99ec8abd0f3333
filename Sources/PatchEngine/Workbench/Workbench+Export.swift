// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The groups' entries, nil for all, as they go onto the vanilla tree.
  ///
  /// - Throws: the first refusal, in the words of `apply`.
  public func series(_ groups: [String]?) throws -> Series {
    try Series(try exportPlan(groups), release: tree.release.description)
  }

  /// The like as one diff.
  public func diff(_ groups: [String]?) throws -> [UInt8] {
    let plan = try exportPlan(groups)
    return try Series.diff(plan, from: 0, to: plan.entries.count)
  }

  /// What was changed in a file since pvkit wrote it, as a diff.
  public func localDiff(_ path: String) throws(PatchError) -> [UInt8] {
    try UnifiedDiff.text(path, from: try layer?.applied(path), to: try tree.read(path))
  }

  /// What all of the kit makes of the vanilla tree.
  public func wholePlan() throws(PatchError) -> Plan { try plan(ids(nil), for: target()) }

  private func exportPlan(_ groups: [String]?) throws -> Plan {
    let target = try target()
    let plan = try plan(ids(groups), for: target)
    try checkVanilla(plan, for: target)
    if let refusal = plan.refusals.first { throw refusal }
    return plan
  }
}

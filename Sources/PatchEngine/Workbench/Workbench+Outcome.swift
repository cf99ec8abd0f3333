// SPDX-License-Identifier: Apache-2.0

extension Workbench {
  /// The entries of the kit that are on the tree and not in a plan. They are removed.
  func leavers(_ plan: Plan) -> [String] {
    let staying = Set(plan.entries.map(\.id))
    let there = Set(record?.entries ?? [])
    return kit.entries.map(\.id).filter { there.contains($0) && !staying.contains($0) }
  }

  /// The entries that are on the tree and no longer in the kit. They are removed.
  func goneEntries(_ state: EntryState) -> [EntryOutcome] {
    let known = Set(kit.entries.map(\.id))
    let subject = kit.isRead ? "is no longer in the kit" : "known only from the record"
    return (record?.entries ?? []).filter { !known.contains($0) }.map {
      EntryOutcome(entry: $0, subject: subject, state: state)
    }
  }

  /// Whether an entry changes or creates one of the files.
  static func changes(_ paths: [String], by entry: Entry, for target: KitTarget) -> Bool {
    let own = Set(entry.steps(for: target).map(\.path))
    return paths.contains(where: own.contains)
  }

  /// The outcome of a command that was not refused.
  ///
  /// - Parameters:
  ///   - besides: outcomes of entries that the kit does not have.
  ///   - state: the state of an entry; nil to omit the entry.
  func outcome(
    _ plan: Plan, _ change: Change?, notes: [Note] = [], besides: [EntryOutcome] = [],
    state: (Entry) -> EntryState?
  ) -> PatchOutcome {
    let entries = kit.entries.compactMap { entry in
      state(entry).map { EntryOutcome(entry: entry.id, subject: entry.subject, state: $0) }
    }
    return PatchOutcome(
      release: tree.release.description, architectures: plan.architectures,
      entries: entries + besides, refusals: [],
      notes: plan.notes + notes + otherArchitectures(plan),
      files: ((change?.puts.map(\.path) ?? []) + (change?.drops ?? [])).sorted(),
      removed: Set(change?.drops ?? []), isBare: record == nil)
  }

  /// The outcome of a command that was refused.
  func refused(
    _ plan: Plan, _ asked: [Entry], _ target: KitTarget, notes: [Note] = []
  ) -> PatchOutcome {
    PatchOutcome(
      release: tree.release.description, architectures: target.architectures,
      entries: states(of: asked, in: plan, for: target), refusals: plan.refusals,
      notes: plan.notes + notes, files: [], removed: [], isBare: record == nil)
  }

  /// The states of entries before anything is changed.
  ///
  /// - Parameter builder: the planned change; nil if there is none.
  func states(
    of entries: [Entry], in plan: Plan, for target: KitTarget, _ builder: ChangeBuilder? = nil
  ) -> [EntryOutcome] {
    let bad = Set(plan.refusals.flatMap { [$0.entry] + $0.others })
    let there = Set(record?.entries ?? [])
    let renewed = builder?.renewed ?? []
    let refused = builder?.refused ?? []
    return entries.map { entry in
      let state: EntryState =
        if entry.steps(for: target).isEmpty {
          there.contains(entry.id) ? .toRevert : idle(entry, target)
        } else if bad.contains(entry.id) || Self.changes(refused, by: entry, for: target) {
          .refused
        } else if !there.contains(entry.id) {
          .fits
        } else {
          Self.changes(renewed, by: entry, for: target) ? .toRenew : .present
        }
      return EntryOutcome(entry: entry.id, subject: entry.subject, state: state)
    }
  }

  /// The reason why an entry has no effect.
  func idle(_ entry: Entry, _ target: KitTarget) -> EntryState {
    let all = KitTarget(
      release: target.release, known: target.known, architectures: target.known.architectures)
    return entry.steps(for: all).isEmpty ? .idle : .otherArchitecture
  }
}

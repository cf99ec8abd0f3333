// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The result of applying entries to a vanilla tree, before anything is written.
public struct Plan: Sendable {
  /// The tree's release.
  public let release: KernelRelease
  /// The architectures to build.
  public let architectures: [Architecture]
  /// The entries that have an effect on the target, in the order of the series.
  public let entries: [Entry]
  /// The reasons why the plan cannot be applied; empty if it can.
  public let refusals: [EntryRefusal]
  /// Notes for the user that do not prevent the plan from being applied.
  public let notes: [Note]
  /// The refusals that occurred because the tree already has text of the kit; empty if the text may
  /// be there by chance.
  let ownTexts: [EntryRefusal]
  /// The files, by path.
  let files: [String: PlannedFile]

  /// The paths of the files, sorted.
  public var paths: [String] { files.keys.sorted() }

  /// The files that an entry generates, each with the command that makes it.
  func generated(by entry: Entry) -> [(path: String, command: String)] {
    files.values.sorted { $0.path < $1.path }.compactMap { planned in
      guard let created = planned.created, entries[created.entry].id == entry.id else { return nil }
      return created.command.map { (planned.path, $0) }
    }
  }

  /// The final content of a file.
  func content(of path: String) -> [UInt8]? { files[path]?.content() }

  /// The content of a file with only some of the entries applied, given by their IDs.
  func content(of path: String, by ids: Set<String>) -> [UInt8]? {
    files[path]?.content { ids.contains(entries[$0].id) }
  }
}

extension Plan {
  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - entries: the entries to apply, a subset of the kit's.
  ///   - locks: the kit's locks; nil to not compare the tree with them.
  ///   - original: reads a file of the vanilla tree; nil if it does not exist.
  /// - Throws: if a file of the tree cannot be read. Entries that do not fit are refusals, and not
  ///   errors.
  init(
    _ entries: [Entry], of kit: Kit, for target: KitTarget, _ locks: [Lock]?,
    original: (String) throws(PatchError) -> [UInt8]?
  ) throws(PatchError) {
    var builder = PlanBuilder(entries, of: kit, target)
    try builder.build(original)
    let taken = try builder.taken(original)
    let refusals = builder.refusals + taken + builder.conflicts
    let holding = refusals.isEmpty ? [:] : kit.releases(among: locks ?? [])
    let unlocked = Plan(
      release: target.release, architectures: target.architectures, entries: builder.entries,
      refusals: refusals.map { $0.locked(for: holding[$0.entry] ?? []) },
      notes: (builder.hasLostAnchors ? [Self.cureOfAnchors] : [])
        + (builder.hasAmbiguousAnchors ? [Self.cureOfAmbiguity] : [])
        + (builder.ownTexts.isEmpty || builder.isKitThere ? [] : [Self.cureOfOwnText])
        + Self.doubtful(builder.files, builder.entries, target),
      ownTexts: builder.isKitThere ? builder.ownTexts : [], files: builder.files)
    self = locks.map { unlocked.held(to: $0, for: target) } ?? unlocked
  }

  private static let cureOfAnchors = Note(
    "for anchors that were not found: check what the release has instead, and give the edit another "
      + "anchor or an alternative (either, or); if the file was changed, restore it")

  private static let cureOfAmbiguity = Note(
    "for anchors that were found too often: use a longer one (a whole line, or a block), give the "
      + "number of matches (find N times), or limit the search (from, to)")

  private static let cureOfOwnText = Note(
    "for text that is already there: if the release itself contains it, end the range of the section "
      + "or entry before this release, or begin it after; if the kit was applied to the tree without a "
      + "record, remove it by the same means")

  /// An empty plan, for a release that the kit does not know.
  init(_ release: KernelRelease) {
    self.init(
      release: release, architectures: [], entries: [], refusals: [], notes: [], ownTexts: [],
      files: [:])
  }

  private func held(to locks: [Lock], for target: KitTarget) -> Plan {
    guard !entries.isEmpty else { return self }
    let comparison = LockComparison(
      self, Kit.nearest(to: release, among: locks), isRelease: target.isLockable(among: locks))
    return Plan(
      release: release, architectures: architectures, entries: entries,
      refusals: refusals + comparison.refusals,
      notes: notes + comparison.notes(of: release), ownTexts: ownTexts, files: files)
  }
}

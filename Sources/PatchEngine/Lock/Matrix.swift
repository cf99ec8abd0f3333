// SPDX-License-Identifier: Apache-2.0

/// The table of entries and releases: how each entry applies to each release, from the locks, and
/// to a tree.
public struct Matrix: Sendable, Encodable {
  /// How an entry applies to a release.
  public enum Cell: String, Sendable, Encodable {
    /// It does the same to every release.
    case holds
    /// It applies with alternatives or parts that are not for every release.
    case alternative
    /// It does nothing in the release.
    case notNeeded = "not needed"
    /// It does not fit the tree.
    case refused
    /// Its effect is not the one that the release was locked with.
    case unlocked
    /// The release was never locked.
    case neverLocked = "never locked"
  }

  /// What `pvkit patch prove --record` recorded for a release, on the architectures that were
  /// tried.
  public enum Standing: String, Sendable, Encodable {
    /// All stages held, with the present entries.
    case proven
    /// A stage did not hold, or was not tried.
    case failed
    /// The kit was changed since the proof.
    case changed
    /// There is no proof.
    case never
  }

  /// The cells of one entry, one per release.
  public struct Row: Sendable, Encodable {
    /// The entry's ID.
    public let entry: String
    /// How the entry applies, in the order of `releases`.
    public let cells: [Cell]
  }

  /// The columns: releases, and a tree if one was added.
  public let releases: [String]
  /// The rows, in the order of the series.
  public private(set) var rows: [Row]
  /// The state of the proofs, by release.
  public let proofs: [Standing]
  /// What was changed since the proofs, by release; empty if nothing was, or if there is no proof.
  public let changes: [[String]]
  /// The stages that did not hold or were not tried, by release; empty if the release is proven, or
  /// unproven for another reason.
  public let failures: [[String]]
  /// The entries in the lock that the kit no longer has, by release.
  public private(set) var gone: [[String]]

  /// `failures` contains sentences for the user, and is not encoded.
  private init(
    releases: [String], rows: [Row], proofs: [Standing], changes: [[String]], failures: [[String]],
    gone: [[String]]
  ) {
    (self.releases, self.rows) = (releases, rows)
    (self.proofs, self.changes, self.failures, self.gone) = (proofs, changes, failures, gone)
  }

  /// Whether every entry applies as it was locked, or is not needed, and the kit still has all
  /// locked entries.
  public var isSound: Bool {
    rows.allSatisfy { row in
      row.cells.allSatisfy { $0 == .holds || $0 == .alternative || $0 == .notNeeded }
    }
      && gone.allSatisfy(\.isEmpty)
  }

  /// Makes the matrix from the kit's locks and proofs.
  ///
  /// - Throws: if a lock, a proof or another file of the kit cannot be read or is damaged.
  public init(_ kit: Kit) throws(PatchError) {
    let locks = try kit.locks()
    let others = kit.releases.map(\.release.description).filter { name in
      !locks.contains { $0.release == name }
    }
    let columns = (locks.map(\.release) + others).sorted { one, other in
      (KernelRelease.numbers(one) ?? []).lexicographicallyPrecedes(
        KernelRelease.numbers(other) ?? [])
    }
    releases = columns
    let all = try kit.proofs()
    let ofRelease = columns.map { name in all.filter { $0.release == name } }
    changes = try ofRelease.map { proofs throws(PatchError) in
      var changes: [String] = []
      for proof in proofs {
        changes += try proof.changed(in: kit).filter { !changes.contains($0) }
      }
      return changes
    }
    failures = try zip(ofRelease, changes).map { proofs, changes throws(PatchError) in
      guard changes.isEmpty else { return [] }
      var failures: [String] = []
      for proof in proofs { failures += try proof.failures(of: kit) }
      return failures
    }
    proofs = zip(zip(ofRelease, changes), failures).map { proven, failures in
      guard !proven.0.isEmpty else { return .never }
      guard proven.1.isEmpty else { return .changed }
      return failures.isEmpty ? .proven : .failed
    }
    gone = columns.map { name in
      locks.first { $0.release == name }.map(kit.gone) ?? []
    }
    let sinceLocked = columns.map { name in
      locks.first { $0.release == name }.map { Set(kit.changed(since: $0)) }
    }
    rows = kit.entries.map { entry in
      Row(
        entry: entry.id,
        cells: zip(columns, sinceLocked).map { name, changed in
          if changed?.contains(entry.id) == true { return .unlocked }
          return Self.cell(entry, KernelRelease.numbers(name) ?? [], kit) { _ in
            changed == nil ? .neverLocked : nil
          }
        })
    }
  }

  /// The matrix with only the rows of the chosen entries; nil for all.
  public func only(_ choice: EntryChoice?) -> Matrix {
    var matrix = self
    matrix.rows = rows.filter { choice.contains($0.entry) }
    matrix.gone = gone.map { $0.filter(choice.contains) }
    return matrix
  }

  /// The matrix with an additional first column for a tree.
  ///
  /// - Parameters:
  ///   - outcome: the status of the tree.
  ///   - bench: the tree.
  public func adding(_ outcome: Outcome, of bench: Workbench) -> Matrix {
    let locks = Kit.nearest(to: bench.tree.release, among: bench.locks ?? [])
    let lost = Set(locks.first.map { bench.kit.lost(since: $0) + bench.kit.moved(since: $0) } ?? [])
    let unlocked = bench.kit.unlocked(at: bench.tree.release, among: locks)
    let isLocked = locks.first?.numbers == bench.tree.release.numbers
    let isLockable = (try? bench.target().isLockable(among: locks)) ?? false
    let cells = bench.kit.entries.map { entry in
      let isRefused = outcome.refusals.contains { $0.entry == entry.id }
      if lost.contains(entry.id) && !isRefused { return Cell.unlocked }
      return Self.cell(entry, bench.tree.release.numbers, bench.kit) { entry in
        if isRefused { return .refused }
        guard unlocked.contains(entry.id) else { return nil }
        return isLockable && !isLocked ? .neverLocked : .unlocked
      }
    }
    return Matrix(
      releases: [bench.tree.path.split(separator: "/").last.map(String.init) ?? ""] + releases,
      rows: zip(rows, cells).map { Row(entry: $0.entry, cells: [$1] + $0.cells) },
      proofs: [.never] + proofs, changes: [[]] + changes, failures: [[]] + failures,
      gone: [[]] + gone)
  }

  private static func cell(
    _ entry: Entry, _ numbers: [Int], _ kit: Kit, _ fault: (Entry) -> Cell?
  ) -> Cell {
    let release = KernelRelease(numbers)
    guard let known = kit.known(release) else { return .notNeeded }
    let target = Target(release: release, known: known, architectures: known.architectures)
    guard !entry.steps(for: target).isEmpty else { return .notNeeded }
    if let fault = fault(entry) { return fault }
    return entry.hasAlternatives ? .alternative : .holds
  }
}

extension Entry {
  /// Whether a part of the entry is only for some releases or architectures.
  var hasAlternatives: Bool {
    steps.contains { step in
      !step.head.conditions.isEmpty
        || (step as? EditStep)?.edits.contains { !$0.conditions.isEmpty } ?? false
    }
  }
}

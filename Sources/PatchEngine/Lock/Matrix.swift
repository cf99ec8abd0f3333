// SPDX-License-Identifier: Apache-2.0

/// Releases × entries: where each entry holds, and by what. Made of the locks, and of a tree.
public struct Matrix: Sendable, Encodable {
  /// What an entry is to a release.
  public enum Cell: String, Sendable, Encodable {
    /// All that it does is for every release.
    case holds
    /// It holds by alternatives or parts that are not for every release.
    case alternative
    /// It has nothing to do.
    case notNeeded = "not needed"
    /// It does not fit the tree.
    case refused
    /// It does something else to the release than when that was locked.
    case unlocked
    /// The release was never locked.
    case neverLocked = "never locked"
  }

  /// What `pvkit patch prove --record` says of a release, on the architectures that were tried.
  public enum Standing: String, Sendable, Encodable {
    /// All of it held, with the entries as they are.
    case proven
    /// Something did not hold, or was not tried.
    case failed
    /// The kit was changed since.
    case changed
    case never
  }

  public struct Row: Sendable, Encodable {
    public let entry: String
    public let cells: [Cell]
  }

  /// The columns.
  public let releases: [String]
  public private(set) var rows: [Row]
  /// By release.
  public let proofs: [Standing]
  /// By release, what is not as it was proven; empty where nothing was.
  public let changes: [[String]]
  /// By release, the stages that did not hold or were not tried; empty where it is not for them that the
  /// release is not proven.
  public let failures: [[String]]
  /// By release, the entries that were locked for it, and are in the kit no longer.
  public private(set) var gone: [[String]]

  /// The failures are told in words.
  private enum CodingKeys: String, CodingKey { case releases, rows, proofs, changes, gone }

  private init(
    releases: [String], rows: [Row], proofs: [Standing], changes: [[String]], failures: [[String]],
    gone: [[String]]
  ) {
    (self.releases, self.rows) = (releases, rows)
    (self.proofs, self.changes, self.failures, self.gone) = (proofs, changes, failures, gone)
  }

  /// Whether every entry holds or is not needed, as it was locked.
  public var isSound: Bool {
    rows.allSatisfy { row in
      row.cells.allSatisfy { $0 == .holds || $0 == .alternative || $0 == .notNeeded }
    }
      && gone.allSatisfy(\.isEmpty)
  }

  /// Of what was locked.
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

  /// With the rows of the chosen entries alone; nil for all.
  public func only(_ choice: EntryChoice?) -> Matrix {
    var matrix = self
    matrix.rows = rows.filter { choice.contains($0.entry) }
    matrix.gone = gone.map { $0.filter(choice.contains) }
    return matrix
  }

  /// With a column for a tree before the others, by its status.
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
  /// Whether a part of it is only for some releases or architectures.
  var hasAlternatives: Bool {
    steps.contains { step in
      !step.head.conditions.isEmpty
        || (step as? EditStep)?.edits.contains { !$0.conditions.isEmpty } ?? false
    }
  }
}

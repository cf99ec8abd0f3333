// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

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

  /// What `pvkit patch prove --record` recorded for a release.
  public enum ProofState: String, Sendable, Encodable {
    /// All stages held, with the present entries.
    case proven
    /// A stage did not hold, or was not tried.
    case failed
    /// The kit was changed since the proof.
    case changed
    /// There is no proof.
    case never
    /// The kit has nothing for the architecture in this release.
    case notNeeded = "not needed"
  }

  /// The state of the proofs on one architecture. A proof says nothing about another one.
  public struct ProvenRow: Sendable, Encodable, Equatable {
    /// The name of the architecture.
    public let architecture: String
    /// The states, in the order of `releases`.
    public let standings: [ProofState]
  }

  /// The cells of one entry, one per release.
  public struct Row: Sendable, Encodable, Equatable {
    /// The entry's ID.
    public let entry: String
    /// How the entry applies, in the order of `releases`.
    public let cells: [Cell]
  }

  /// The columns: releases, and a tree if one was added.
  public let releases: [String]
  /// The rows, in the order of the series.
  public private(set) var rows: [Row]
  /// The state of the proofs by release: the worst one of its architectures.
  public let proofs: [ProofState]
  /// The state of the proofs on each architecture.
  public let architectures: [ProvenRow]
  /// What was changed since the proofs, by release; empty if nothing was, or if there is no proof.
  public let changes: [[String]]
  /// The stages that did not hold or were not tried, by release; empty if the release is proven, or
  /// unproven for another reason.
  public let failures: [[String]]
  /// The entries in the lock that the kit no longer has, by release.
  public private(set) var gone: [[String]]

  private enum CodingKeys: String, CodingKey {
    case releases, rows, proofs, architectures, changes, failures, gone
  }
  /// The architectures that the matrix is limited to; empty for all.
  private let asked: [Architecture]

  private init(
    releases: [String], rows: [Row], architectures: [ProvenRow], proofs: [ProofState],
    changes: [[String]], failures: [[String]], gone: [[String]], asked: [Architecture]
  ) {
    (self.releases, self.rows, self.architectures) = (releases, rows, architectures)
    (self.proofs, self.changes, self.failures, self.gone) = (proofs, changes, failures, gone)
    self.asked = asked
  }

  /// Whether every entry applies as it was locked, or is not needed, and the kit still has all
  /// locked entries.
  public var isSound: Bool {
    rows.allSatisfy { row in
      row.cells.allSatisfy { $0 == .holds || $0 == .alternative || $0 == .notNeeded }
    }
      && gone.allSatisfy(\.isEmpty)
  }

  /// The reasons why the matrix is not sound, except refusals, which have their own messages: the
  /// releases to lock.
  public var unsound: [String] {
    func columns(_ cell: Cell) -> [String] {
      releases.indices.filter { index in rows.contains { $0.cells[index] == cell } }.map {
        releases[$0]
      }
    }
    let outdated =
      columns(.unlocked)
      + releases.indices.filter { !gone[$0].isEmpty }.map {
        releases[$0]
      }
    return [
      (columns(.neverLocked), "never locked"),
      (releases.filter(outdated.contains), "not as it was locked"),
    ].filter { !$0.0.isEmpty }.map {
      "\($0.joined(separator: ", ")): \($1); run: pvkit patch lock TREE"
    }
  }

  /// Makes the matrix from the kit's locks and proofs.
  ///
  /// - Parameter asked: the architectures to look at; empty for all that the kit knows.
  /// - Throws: if a lock, a proof or another file of the kit cannot be read or is damaged.
  public init(_ kit: Kit, on asked: [Architecture] = []) throws(PatchError) {
    self.asked = asked
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
    let proven = try Architecture.allCases.map { architecture throws(PatchError) in
      try ProvenColumns(architecture, columns, all, kit)
    }.filter { proven in
      (asked.isEmpty || asked.contains(proven.architecture))
        && proven.standings.contains { $0 != .notNeeded }
    }
    architectures = proven.map {
      ProvenRow(architecture: $0.architecture.rawValue, standings: $0.standings)
    }
    proofs = columns.indices.map { index in Self.worst(proven.map { $0.standings[index] }) }
    func together(_ names: (ProvenColumns) -> [[String]]) -> [[String]] {
      columns.indices.map { index in
        proven.flatMap { names($0)[index] }.reduce(into: []) { all, name in
          if !all.contains(name) { all.append(name) }
        }
      }
    }
    changes = together(\.changes)
    failures = together(\.failures)
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
          let numbers = KernelRelease.numbers(name) ?? []
          if changed?.contains(entry.id) == true,
            !Self.isForOthers(entry, numbers, kit, than: asked)
          {
            return .unlocked
          }
          return Self.cell(entry, numbers, kit, on: asked) { _ in
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
  public func adding(_ outcome: PatchOutcome, of bench: Workbench) -> Matrix {
    let locks = Kit.nearest(to: bench.tree.release, among: bench.locks ?? [])
    let lost = Set(locks.first.map { bench.kit.lost(since: $0) + bench.kit.moved(since: $0) } ?? [])
    let unlocked = bench.kit.unlocked(at: bench.tree.release, among: locks)
    let isLocked = locks.first?.numbers == bench.tree.release.numbers
    let isLockable = (try? bench.target().isLockable(among: locks)) ?? false
    let cells = bench.kit.entries.map { entry in
      let isRefused = outcome.refusals.contains { $0.entry == entry.id }
      if lost.contains(entry.id) && !isRefused { return Cell.unlocked }
      return Self.cell(entry, bench.tree.release.numbers, bench.kit, on: asked) { entry in
        if isRefused { return .refused }
        guard unlocked.contains(entry.id) else { return nil }
        return isLockable && !isLocked ? .neverLocked : .unlocked
      }
    }
    return Matrix(
      releases: [bench.tree.path.split(separator: "/").last.map(String.init) ?? ""] + releases,
      rows: zip(rows, cells).map { Row(entry: $0.entry, cells: [$1] + $0.cells) },
      architectures: architectures.map {
        ProvenRow(architecture: $0.architecture, standings: [.never] + $0.standings)
      }, proofs: [.never] + proofs, changes: [[]] + changes, failures: [[]] + failures,
      gone: [[]] + gone, asked: asked)
  }

  private static func cell(
    _ entry: Entry, _ numbers: [Int], _ kit: Kit, on asked: [Architecture],
    _ fault: (Entry) -> Cell?
  ) -> Cell {
    guard hasSteps(entry, numbers, kit, on: asked) else { return .notNeeded }
    if let fault = fault(entry) { return fault }
    return entry.hasAlternatives ? .alternative : .holds
  }

  /// Whether an entry does something to a release, but not on the architectures that are looked at.
  private static func isForOthers(
    _ entry: Entry, _ numbers: [Int], _ kit: Kit, than asked: [Architecture]
  ) -> Bool {
    hasSteps(entry, numbers, kit, on: []) && !hasSteps(entry, numbers, kit, on: asked)
  }

  private static func hasSteps(
    _ entry: Entry, _ numbers: [Int], _ kit: Kit, on asked: [Architecture]
  ) -> Bool {
    let release = KernelRelease(numbers)
    guard let known = kit.known(release) else { return false }
    let architectures = known.architectures.filter { asked.isEmpty || asked.contains($0) }
    let target = KitTarget(release: release, known: known, architectures: architectures)
    return !entry.steps(for: target).isEmpty
  }

  private static func worst(_ standings: [ProofState]) -> ProofState {
    let order: [ProofState] = [.changed, .failed, .never, .proven]
    return order.first(where: standings.contains) ?? .notNeeded
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

// SPDX-License-Identifier: Apache-2.0

import Base
import PatchEngine

/// What a `pvkit patch` command did to a tree, would do to it, or found in it.
public struct PatchListing: JsonDocument {
  public static let form = JsonForm.patch

  /// The release of Linux.
  public let release: String
  public let entries: [EntryOutcome]
  /// The number of entries in each state; states without entries have no key.
  public let counts: [String: Int]
  /// The reasons why entries were refused.
  public let refusals: [EntryRefusal]
  /// Notes about the tree.
  public let notes: [Note]
  /// The files that were written or removed; for `patch status`, the files that were changed since.
  public let files: [String]
  private let filesAre: String
  private let isBare: Bool

  private enum CodingKeys: String, CodingKey {
    case release, entries, counts, refusals, notes, files
  }

  /// - Parameter filesAre: the participle for the outcome's files: `written`.
  public init(_ outcome: PatchOutcome, filesAre: String) {
    release = outcome.release
    entries = outcome.entries
    counts = Dictionary(grouping: outcome.entries, by: \.state.rawValue).mapValues(\.count)
    refusals = outcome.refusals
    notes = outcome.notes
    files = outcome.files
    isBare = outcome.isBare
    self.filesAre = filesAre
  }

  /// One line per entry, and the summary.
  public func lines(style: Style) -> [String] {
    let table = Table(entries.map { [$0.state.rawValue, $0.entry, $0.subject.printable] })
    return table.lines { column, cell in
      column == 0 ? style.paint(cell, Self.ink(cell)) : cell
    } + [summary]
  }

  /// `Linux 2.6.18: 62 entries: 60 applied, 2 already there, 0 refused; 34 files written`
  public var summary: String {
    if entries.isEmpty {
      return
        "Linux \(release): no \(isBare ? "entry of the kit" : "chosen entry") is applied"
    }
    let shown = EntryState.allCases.map(\.rawValue).filter {
      counts[$0] != nil || $0 == EntryState.refused.rawValue
    }
    let states = shown.map { "\(counts[$0] ?? 0) \($0)" }.joined(separator: ", ")
    return
      "Linux \(release): \(counted(entries.count, "entry", plural: "entries")): \(states); "
      + "\(counted(files.count, "file")) \(filesAre)"
  }

  private static func ink(_ cell: String) -> Style.Ink {
    switch EntryState(rawValue: cell.split(separator: "  ").first.map(String.init) ?? "") {
    case .refused: .bad
    case .idle, .otherArchitecture: .dim
    default: .good
    }
  }
}

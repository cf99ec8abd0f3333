// SPDX-License-Identifier: Apache-2.0

import PatchEngine

/// The matrix of entries and releases, with a sign for each pair.
public struct MatrixListing: JsonDocument {
  public static let form = JsonForm.patchMatrix

  private let matrix: Matrix

  public init(_ matrix: Matrix) { self.matrix = matrix }

  public func encode(to encoder: any Encoder) throws { try matrix.encode(to: encoder) }

  public func lines() -> [String] {
    let head = ["entry"] + matrix.releases
    let rows = matrix.rows.map { [$0.entry] + $0.cells.map(Self.sign) }
    let last = matrix.architectures.map {
      ["proven \($0.architecture)"] + $0.standings.map(Self.sign)
    }
    let unproven = named(matrix.changes, "changed since it was proven")
    let failed = named(matrix.failures, "not proven")
    let gone = named(matrix.gone, "locked with entries that the kit no longer has")
    return Table([head] + rows + last).lines() + [
      "",
      "+ holds, a holds by an alternative, . not for this release, X refused, "
        + "? new or changed since the release was locked, - the release was never locked",
      "proven: + all of it held, X something did not or was not tried, "
        + "? changed since it was proven, . never tried; nothing where the release is not for "
        + "the architecture",
    ] + gone + failed + unproven
  }

  /// One line for all releases that have the same names.
  private func named(_ names: [[String]], _ what: String) -> [String] {
    var groups: [(names: [String], releases: [String])] = []
    for (release, names) in zip(matrix.releases, names) where !names.isEmpty {
      if let index = groups.firstIndex(where: { $0.names == names }) {
        groups[index].releases.append(release)
      } else {
        groups.append((names, [release]))
      }
    }
    return groups.map {
      "\($0.releases.joined(separator: ", ")): \(what): \(Self.shown($0.names))"
    }
  }

  /// The first names, and the number of the rest.
  private static func shown(_ names: [String]) -> String {
    let first = names.prefix(4).joined(separator: ", ")
    return names.count > 4 ? "\(first) and \(names.count - 4) more" : first
  }

  private static func sign(_ state: Matrix.ProofState) -> String {
    switch state {
    case .proven: "+"
    case .failed: "X"
    case .changed: "?"
    case .never: "."
    case .notNeeded: ""
    }
  }

  private static func sign(_ cell: Matrix.Cell) -> String {
    switch cell {
    case .holds: "+"
    case .alternative: "a"
    case .notNeeded: "."
    case .refused: "X"
    case .unlocked: "?"
    case .neverLocked: "-"
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import Testing

/// The model against each release's own loaders.
@Suite struct ReleaseVerdictTests {
  static let releases =
    XenRelease.modelled
    + [XenRelease(4, 1, 6), XenRelease(4, 2, 5), XenRelease(4, 10, 4), XenRelease(4, 12, 4)]

  @Test(arguments: releases) func everyVerdictAgrees(_ release: XenRelease) throws {
    let vectors = try VerdictVectors.shared.get()
    var (compared, wrong) = (0, [String]())
    for (index, column) in vectors.columns.enumerated() where column.release == release {
      for row in vectors.rows {
        guard let real = VerdictCase(column: column, letter: row.verdicts[index]) else { continue }
        let verdict = column.loader.verdict(
          on: row.image, mode: column.mode, target: Target(xen: release, pv32: true))
        compared += 1
        if real.allows(verdict) { continue }
        let said = verdict.reason ?? "accepts"
        wrong.append("\(row.image.name) \(column.loader.name) \(column.mode): \(real), not \(said)")
      }
    }
    #expect(compared > 400)
    #expect(wrong.isEmpty)
  }

  /// Every image and every column is there.
  @Test func theVectorsAreWhole() throws {
    let vectors = try VerdictVectors.shared.get()
    #expect(vectors.rows.count == 536)
    #expect(vectors.rows.allSatisfy { $0.verdicts.count == vectors.columns.count })
    #expect(Set(vectors.columns.map(\.release)) == Set(ReleaseVerdictTests.releases))
  }
}

/// A verdict of a real loader.
enum VerdictCase: CustomStringConvertible {
  case accepts(byParserOnly: Bool)
  case refuses
  case crashes(in: XenRelease)

  /// nil where nothing can be said.
  init?(column: VerdictVectors.Column, letter: Character) {
    switch letter {
    case "a": self = .accepts(byParserOnly: column.isParserOnly)
    case "r": self = .refuses
    case "c": self = .crashes(in: column.release)
    default: return nil
    }
  }

  /// A loader that reads what does not belong to it may refuse or die of what is there: the model may
  /// say either. Where 3.0.x had the image on its heap, it may even have gone on.
  func allows(_ verdict: Verdict) -> Bool {
    switch self {
    case .accepts(let byParserOnly): verdict.accepts || byParserOnly
    case .refuses: !verdict.accepts
    case .crashes(let release): !verdict.accepts || release < XenRelease(3, 1)
    }
  }

  var description: String {
    switch self {
    case .accepts: "accepts"
    case .refuses: "refuses"
    case .crashes: "crashes"
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import FoundationEssentials

/// A finding of a report in JSON that somebody wants to have explained.
public struct ReportedFinding: Sendable {
  /// The image's name.
  public let image: String
  /// `note-owner note ENTRY`
  public let fingerprint: String
  /// `note-owner`
  public var rule: String { String(fingerprint.prefix { $0 != " " }) }

  /// - Parameters:
  ///   - report: JSON, one object a line, as `--format json` gives it.
  ///   - name: the fingerprint, or its number among all of the report, from 1.
  /// - Throws: why there is none, in words.
  public init(in report: String, named name: String) throws(Missing) {
    var all: [(image: String, fingerprint: String)] = []
    for (number, line) in report.split(separator: "\n").enumerated() {
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
        throw Missing(problem: "line \(number + 1) is not a line of a report in JSON")
      }
      all += (line.fingerprints ?? []).map { (line.image ?? "", $0) }
    }
    let byNumber = Int(name).flatMap { (1...max(1, all.count)).contains($0) ? $0 - 1 : nil }
    guard let index = all.firstIndex(where: { $0.fingerprint == name }) ?? byNumber,
      all.indices.contains(index)
    else { throw Missing(problem: "has \(counted(all.count, "finding")), but not \(name)") }
    (image, fingerprint) = all[index]
  }

  /// Why there is no such finding.
  public struct Missing: Error { public let problem: String }

  private struct Line: Decodable {
    let image: String?
    let fingerprints: [String]?
  }
}

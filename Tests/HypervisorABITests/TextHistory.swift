// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HypervisorABI

/// What names stand for texts in the compiled headers of each release: Fixtures/texts.txt.
struct TextHistory {
  private let rows: [[Substring]]

  init() throws {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try String(contentsOfFile: "/\(folder)/Fixtures/texts.txt", encoding: .utf8)
    rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      $0.split(separator: " ")
    }
  }

  /// The texts with their quotes, by name.
  func texts(in release: XenRelease, on architecture: Architecture) -> [String: String] {
    var texts: [String: String] = [:]
    for row in rows where row[1] == "both" || row[1] == architecture.rawValue {
      let values = row[2...].map { $0.split(separator: "=", maxSplits: 1) }
      let last = values.last { XenRelease(String($0[0])).map { $0 <= release } ?? false }
      if let text = last?[1], text != "-" { texts[String(row[0])] = String(text) }
    }
    return texts
  }
}

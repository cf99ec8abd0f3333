// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import HypervisorABI

/// Every layout of every release, measured on compiled headers: Fixtures/layouts.txt.
struct LayoutHistory {
  /// What one structure is from a release on; nil where the headers lack it.
  struct Row {
    let since: XenRelease
    let text: Substring?
  }

  /// Read once.
  static let whole = Result { try LayoutHistory() }

  /// By architecture and tag, oldest first.
  private var rows: [Architecture: [Substring: [Row]]] = [:]

  private init() throws {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let text = try String(contentsOfFile: "/\(folder)/Fixtures/layouts.txt", encoding: .utf8)
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ", maxSplits: 3)
      guard words.count == 4, let since = XenRelease(String(words[2])) else { continue }
      let row = Row(since: since, text: words[3] == "-" ? nil : words[3])
      let architectures = Architecture(rawValue: String(words[1])).map { [$0] }
      for architecture in architectures ?? Architecture.allCases {
        rows[architecture, default: [:]][words[0], default: []].append(row)
      }
    }
  }

  /// `size member@offset+size …` of each structure that the release has, by tag.
  func layouts(in release: XenRelease, on architecture: Architecture) -> [String: String] {
    let present = (rows[architecture] ?? [:]).compactMap { name, rows in
      rows.last { $0.since <= release }?.text.map { (String(name), String($0)) }
    }
    return Dictionary(uniqueKeysWithValues: present)
  }
}

extension Layout {
  /// In the words of the fixture, which counts one element of an array without a bound.
  var measured: String {
    let rows = members.map { member in
      let name = member.name.hasSuffix("[]") ? member.name.dropLast(2) + "[1]" : member.name
      return "\(name)@\(member.offset)+\(member.size)"
    }
    return ([String(size)] + rows).joined(separator: " ")
  }
}

// SPDX-License-Identifier: Apache-2.0

import Generators
import PatchEngine

/// Docs/compatibility.md, with the table of what was proven by `pvkit patch prove --record`.
struct ProofsPage {
  static let path = "Docs/compatibility.md"
  private static let marks = (
    "<!-- proofs: written by pvkit-docs -->\n", "<!-- end of proofs -->\n"
  )

  private let text: String
  private let table: String

  /// - Throws: when the page has no place for the table, or the kit cannot be read.
  init(_ package: String) throws {
    guard let text = PackageFiles(package).text(of: Self.path) else {
      throw PatchError(Self.path, "is missing")
    }
    self.text = text
    table = try ProofTable(Kit(folder: package + "/patches")).markdown
  }

  var file: GeneratedFile {
    get throws {
      let parts = text.components(cutBy: Self.marks.0)
      guard parts.count == 2, let tail = parts.last?.components(cutBy: Self.marks.1),
        tail.count == 2
      else { throw PatchError(Self.path, "has no place for the proofs") }
      return GeneratedFile(
        path: Self.path,
        text: parts[0] + Self.marks.0 + "\n" + table + "\n" + Self.marks.1 + tail[1])
    }
  }
}

extension String {
  /// What is between the occurrences of a text.
  fileprivate func components(cutBy mark: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: mark) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}

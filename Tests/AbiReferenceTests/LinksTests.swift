// SPDX-License-Identifier: Apache-2.0

import AbiReference
import Generators
import Testing

/// Every link of the pages leads to a page, a picture or a heading that is there.
@Suite struct LinksTests {
  private static let files = AbiReference.files()

  private static let anchors: [String: Set<String>] = Dictionary(
    uniqueKeysWithValues: files.map { file in
      let headings = file.text.split(separator: "\n").filter { $0.hasPrefix("#") }
      return (file.path, Set(headings.map(anchor)))
    })

  /// As GitHub makes it: lower case, spaces to dashes, all but letters, digits, - and _ dropped.
  private static func anchor(_ heading: Substring) -> String {
    let text = heading.drop { $0 == "#" }.dropFirst().lowercased()
    return String(
      text.map { $0 == " " ? "-" : $0 }.filter { $0.isLetter || $0.isNumber || "-_".contains($0) })
  }

  private static func targets(_ text: String) -> [Substring] {
    text.matches(of: /\]\(([^)]*)\)/).map(\.output.1)
  }

  @Test func allLead() {
    var count = 0
    for file in Self.files where file.path.hasSuffix(".md") {
      for target in Self.targets(file.text) {
        let parts = target.split(separator: "#", omittingEmptySubsequences: false)
        let page = parts[0].isEmpty ? file.path : String(parts[0])
        let anchors = Self.anchors[page]
        #expect(anchors != nil, "\(file.path): \(target)")
        if parts.count > 1 {
          #expect(anchors?.contains(String(parts[1])) == true, "\(file.path): \(target)")
        }
        count += 1
      }
    }
    #expect(count > 500)
  }

  @Test func eachFileIsWrittenOnce() {
    let paths = AbiReference.files().map(\.path)
    #expect(Set(paths).count == paths.count)
  }

  @Test func everyPictureIsShown() {
    let shown = Set(Self.files.flatMap { Self.targets($0.text) }.map(String.init))
    for file in Self.files where file.path.hasSuffix(".svg") {
      #expect(shown.contains(file.path), "\(file.path)")
    }
  }
}

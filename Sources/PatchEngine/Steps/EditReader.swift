// SPDX-License-Identifier: Apache-2.0

/// Reads the edits below `edit PATH`: each is the anchors of its place, and then an operation.
struct EditReader {
  private let section: Section
  private var anchors: [String: Anchor] = [:]
  private var count = 1
  /// Where the edit begins.
  private var line: Int?

  init(_ section: Section) { self.section = section }

  static let anchorKeywords = ["find", "from", "to", "through"]

  func edits() throws(PatchError) -> [Edit] {
    var reader = self
    var edits: [Edit] = []
    for statement in section.body {
      if Self.anchorKeywords.contains(statement.keyword) {
        try reader.anchor(statement)
      } else {
        edits.append(try reader.edit(statement))
        reader = self
      }
    }
    if let last = section.body.last, !reader.anchors.isEmpty {
      throw section.error(last, "ends without an operation: \(Self.forms)")
    }
    return edits
  }

  /// `find 3 times word: cli`
  private mutating func anchor(_ statement: Statement) throws(PatchError) {
    guard let text = statement.text, !text.isEmpty else {
      throw section.error(statement, "has no anchor behind its colon")
    }
    guard anchors[statement.keyword] == nil else {
      throw section.error(statement, "is said twice for one edit")
    }
    var words = statement.words.dropFirst()
    if statement.keyword == "find", words.count >= 2,
      ["times", "time"].contains(words[words.startIndex + 1]),
      let count = Int(words[words.startIndex]), (1...Edit.mostPlaces).contains(count)
    {
      self.count = count
      words.removeFirst(2)
    }
    let extent = words.popFirst().map(Anchor.Extent.init(rawValue:)) ?? .text
    guard let extent, words.isEmpty else {
      throw section.error(statement, "must be: \(statement.keyword) [N times] [word|line]: ANCHOR")
    }
    line = line ?? statement.line
    anchors[statement.keyword] = Anchor(bytes: text, extent: extent)
  }

  private func edit(_ statement: Statement) throws(PatchError) -> Edit {
    guard let type = Operations.all.first(where: { $0.keyword == statement.keyword }) else {
      throw section.error(
        statement, "\"\(statement.keyword)\" is not known here; expected: \(Self.forms)")
    }
    let words = Array(statement.words.dropFirst())
    guard let operation = type.init(words: words, text: statement.text) else {
      throw section.error(statement, "must be: \(type.form)")
    }
    if type.needsAnchor != (anchors["find"] != nil) {
      throw section.error(
        statement, type.needsAnchor ? "has no find: before it" : "takes no anchor")
    }
    return Edit(
      line: line ?? statement.line, find: anchors["find"], count: count, from: anchors["from"],
      to: anchors["to"], through: anchors["through"], operation: operation)
  }

  private static var forms: String {
    (anchorKeywords.map { "\($0): ANCHOR" } + Operations.all.map { $0.form })
      .joined(separator: ", ")
  }
}

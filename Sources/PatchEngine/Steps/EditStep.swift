// SPDX-License-Identifier: Apache-2.0

/// `edit PATH`: edits at places of a file that is there.
struct EditStep: Step {
  static let keyword = "edit"
  let path: String
  let releases: ReleaseSet?
  let edits: [Edit]

  init(_ section: Section) throws(PatchError) {
    let head = try SectionHead(section, words: Array(section.head.words.dropFirst()))
    path = head.path
    releases = head.releases
    edits = try EditReader(section).edits()
    guard !edits.isEmpty else { throw section.error(section.head, "has no edit below it") }
  }

  var summary: String { edits.count == 1 ? "1 edit" : "\(edits.count) edits" }

  func work(on sheet: inout Sheet, entry: Int) throws(StepProblem) {
    let line = edits[0].line
    guard let original = sheet.original else {
      throw StepProblem(line: line, problem: "is missing")
    }
    let text = SourceText(bytes: original)
    guard !text.hasForeignLineEnds else {
      throw StepProblem(line: line, problem: "has CRLF line ends; convert it (dos2unix)")
    }
    for edit in edits {
      do {
        for splice in try edit.splices(in: text, at: path) {
          sheet.add(splice, entry: entry, line: edit.line)
        }
      } catch {
        throw StepProblem(line: edit.line, problem: error.problem)
      }
    }
  }
}

extension SourceText {
  /// Every line ends in CR and LF.
  var hasForeignLineEnds: Bool {
    var (ends, foreign, previous) = (0, 0, UInt8(0))
    for byte in bytes {
      if byte == Self.newline {
        ends += 1
        if previous == UInt8(ascii: "\r") { foreign += 1 }
      }
      previous = byte
    }
    return ends > 0 && ends == foreign
  }
}

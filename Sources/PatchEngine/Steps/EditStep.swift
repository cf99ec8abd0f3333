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

  private static let limit = 4 << 20

  var searches: Int { edits.count * 8 }

  var summary: String { edits.count == 1 ? "1 edit" : "\(edits.count) edits" }

  func work(on sheet: inout Sheet, entry: Int) throws(StepProblem) {
    let line = edits[0].line
    guard let original = sheet.original else {
      throw StepProblem(line: line, problem: "is missing")
    }
    guard original.count <= Self.limit else {
      throw StepProblem(
        line: line, problem: "has more than \(Self.limit >> 20) MiB, which no source file has")
    }
    let text = SourceText(bytes: original)
    guard !text.hasForeignLineEnds else {
      throw StepProblem(line: line, problem: "has CRLF line ends; convert it (dos2unix)")
    }
    for edit in edits {
      for splice in try splices(edit, in: text) {
        try sheet.add(splice, entry: entry, line: edit.line)
      }
    }
  }

  private func splices(_ edit: Edit, in text: SourceText) throws(StepProblem) -> [Splice] {
    let found: Result<[Splice], Misfit>
    do { found = .success(try edit.splices(in: text, at: path)) } catch { found = .failure(error) }
    if let line = OwnText.line(of: edit, try? found.get(), in: text) {
      throw StepProblem(
        line: edit.line, problem: "has what this edit is to write already, at line \(line)",
        isOwnText: true)
    }
    do {
      return try found.get()
    } catch {
      throw StepProblem(line: edit.line, problem: error.problem)
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

// SPDX-License-Identifier: Apache-2.0

/// `new PATH`: a file of the kit's own, plain below the group's `files/`.
struct NewStep: Step {
  static let keyword = "new"
  let path: String
  let releases: ReleaseSet?
  /// Where it stands below `files/`.
  let source: String
  private let content: [UInt8]
  private let line: Int

  init(_ section: Section) throws(PatchError) {
    let words = Array(section.head.words.dropFirst())
    let head = try SectionHead(section, words: words, options: ["from"])
    path = head.path
    releases = head.releases
    source = head.options["from"] ?? head.path
    line = section.head.line
    guard section.body.isEmpty, SectionHead.staysInside(source) else {
      throw section.error(section.head, "must be: new PATH [from PATH] [on RELEASES]")
    }
    let file = section.files + "/" + source
    guard let content = try KitFile.read(file, in: section.kit) else {
      throw section.error(section.head, "\(section.kit)/\(file) is missing")
    }
    guard !content.isEmpty else {
      throw section.error(section.head, "\(section.kit)/\(file) is empty")
    }
    self.content = content
  }

  var summary: String { "new" }

  func work(on sheet: inout Sheet, entry: Int) throws(StepProblem) {
    try sheet.create(content, entry: entry, line: line)
  }
}

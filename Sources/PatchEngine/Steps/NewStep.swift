// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// `new PATH`: a file of the kit, stored unchanged in the directory `files` of this entry or of
/// another one.
struct NewStep: Step {
  static let keyword = "new"
  let head: SectionHead
  /// The path in the kit: `x86_64/2030-page/files/asm/xen/page.h`.
  let source: String
  let content: [UInt8]
  private let digest: Digest

  /// The maximum size of all new files of a kit together, in bytes. It limits memory, because a
  /// small kit may name a large file many times.
  static let mostBytes = 64 << 20

  static func options(_: Statement) -> (before: Int, words: [String]) { (0, ["from"]) }

  init(_ section: Section) throws(PatchError) {
    head = section.head
    // {asm}/xen/page.h is stored as files/asm/xen/page.h, without braces.
    let plain = String(head.path.filter { !"{}".contains($0) })
    let sides = (head.options["from"] ?? plain).split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let entry = sides.count == 2 ? String(sides[0]) : section.place.id
    let file = String(sides.last ?? "")
    guard SectionHead.staysInside(file), SeriesReader.isName(entry) else {
      throw section.error(
        "must be: new PATH [from [GROUP/NUMBER-NAME:]FILE] [since R] [until R]"
          + SectionHead.foreign(file + entry))
    }
    source = "\(entry)/files/\(file)"
    let path = section.place.kit + "/" + source
    guard try KitFile.read("\(entry)/entry", in: section.place.kit) != nil else {
      throw section.error("\(section.place.kit) has no entry \(entry), from which \(file) is to be")
    }
    guard let content = try KitFile.read(source, in: section.place.kit) else {
      throw PatchError(
        "\(section.place.name):\(head.statement.line)", "\(path) is missing",
        cure: "write it, or name another file (from)")
    }
    guard !content.isEmpty else { throw section.error("\(path) is empty") }
    self.content = content
    digest = Digest(text: content).short
  }

  func summary(for _: [Instance]) -> String { "new" }

  func effects(at path: String, for instances: [Instance]) -> [StepEffect] {
    [
      StepEffect(
        path: path, architectures: instances.map(\.architecture), edit: nil, digest: digest)
    ]
  }

  func work(on planned: inout PlannedFile, for _: [Instance], entry: Int) -> [StepProblem] {
    Self.problems { () throws(StepProblem) in
      try planned.create(content, entry: entry, line: head.statement.line)
    }
  }
}

extension Sequence<any Step> {
  /// The total size of the new files, in bytes.
  var bytesOfFiles: Int { reduce(0) { $0 + (($1 as? NewStep)?.content.count ?? 0) } }
}

// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// `generate KIND PATH`: a file that comes from the model of the ABI.
struct GenerateStep: Step {
  static let keyword = "generate"
  let path: String
  let releases: ReleaseSet?
  private let kind: GeneratedKind
  private let text: @Sendable () -> String
  private let line: Int

  init(_ section: Section) throws(PatchError) {
    let words = Array(section.head.words.dropFirst())
    guard let kind = GeneratedKind.all.first(where: { $0.name == words.first }) else {
      let known = GeneratedKind.all.map(\.name).joined(separator: ", ")
      throw section.error(
        section.head,
        "must be: generate KIND PATH [for XEN] [OPTION VALUE …] [on RELEASES], KIND one of \(known)"
      )
    }
    let head = try SectionHead(
      section, words: Array(words.dropFirst()), options: ["for"] + kind.options)
    guard section.body.isEmpty else { throw section.error(section.body[0], "has no edit here") }
    path = head.path
    releases = head.releases
    self.kind = kind
    line = section.head.line
    let asked = head.options["for"]
    guard
      let xen = asked.map({ text in XenRelease.modelled.first { $0.description == text } })
        ?? .standard
    else { throw section.error(section.head, "Xen \(asked ?? "") is not modelled") }
    do throws(GeneratedKind.Refusal) {
      text = try kind.prepare(xen, head.options)
    } catch {
      throw section.error(section.head, error.message)
    }
  }

  var summary: String { "generated \(kind.name)" }

  func work(on sheet: inout Sheet, entry: Int) throws(StepProblem) {
    try sheet.create(Array(text().utf8), entry: entry, line: line)
  }
}

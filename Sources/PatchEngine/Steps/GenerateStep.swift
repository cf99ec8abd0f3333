// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// `generate KIND PATH`: a file that comes from the model of the ABI, as the kit's release of Xen
/// has it.
struct GenerateStep: Step {
  static let keyword = "generate"
  let head: SectionHead
  private let kind: GeneratedKind
  private let xen: XenRelease

  static func options(_ statement: Statement) -> (before: Int, words: [String]) {
    let kind = GeneratedKind.all.first { statement.words.dropFirst().first == $0.name }
    return (1, kind?.options ?? [])
  }

  init(_ section: Section) throws(PatchError) {
    head = section.head
    xen = section.place.xen
    guard let kind = GeneratedKind.all.first(where: { $0.name == section.head.words.first }) else {
      let known = GeneratedKind.all.map(\.name).joined(separator: ", ")
      throw section.error("must be: generate KIND PATH [OPTION VALUE …], KIND one of \(known)")
    }
    self.kind = kind
    do throws(GeneratedKind.Refusal) {
      for architecture in Architecture.allCases {
        _ = try kind.prepare(xen, head.options, architecture)
      }
    } catch {
      throw section.error(error.message)
    }
  }

  var summary: String { "generated \(kind.name)" }

  /// Of what is asked for, not of the text that this pvkit makes of it.
  func deeds(at path: String, for instances: [Instance]) -> [Deed] {
    let options = head.options.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    let asked = ["Xen \(xen)", kind.name] + options
    return [
      Deed(
        path: path, architectures: instances.map(\.architecture), edit: nil,
        digest: Digest(of: asked.map { Array($0.utf8) }).short)
    ]
  }

  func work(on sheet: inout Sheet, for instances: [Instance], entry: Int) throws(StepProblem) {
    let architecture = instances.first?.architecture ?? .x86_64
    do throws(GeneratedKind.Refusal) {
      let text = try kind.prepare(xen, head.options, architecture)()
      try create(Array(text.utf8), sheet: &sheet, entry)
    } catch {
      throw StepProblem(line: head.statement.line, problem: error.message)
    }
  }

  private func create(
    _ content: [UInt8], sheet: inout Sheet, _ entry: Int
  ) throws(GeneratedKind.Refusal) {
    do {
      try sheet.create(content, entry: entry, line: head.statement.line)
    } catch {
      throw GeneratedKind.Refusal(message: error.problem)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import Generators
import HypervisorABI

/// `generate KIND PATH`: a file that is generated from the ABI model, for the kit's release of Xen.
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
      let kinds = GeneratedKind.all.map(\.name)
      throw section.error(
        "must be: generate KIND PATH [OPTION VALUE …]; "
          + UnknownWord.problem(section.head.words.first ?? "", among: kinds))
    }
    self.kind = kind
    do throws(GeneratedKind.OptionError) {
      for architecture in Architecture.allCases {
        _ = try kind.prepare(xen, head.options, architecture)
      }
    } catch {
      throw section.error(error.message)
    }
  }

  func summary(for _: [Instance]) -> String { "generated \(kind.name)" }

  /// The command that generates the same file.
  private func command(for instances: [Instance]) -> String {
    let architecture = kind.options.contains("arch") ? instances.first?.architecture : nil
    var options = architecture.map { ["arch": $0.rawValue] } ?? [:]
    options.merge(head.options) { $1 }
    let words = options.sorted { $0.key < $1.key }.flatMap { name, value in
      name == "include"
        ? value.split(separator: ",").map { "--include \($0.shellWord)" }
        : ["--\(name) \(value.shellWord)"]
    }
    let release = kind.dependsOnRelease ? ["--xen \(xen)"] : []
    return (["pvkit generate \(kind.name)"] + release + words).joined(separator: " ")
  }

  /// The digest covers the request and not the generated text, so that locks and proofs do not
  /// depend on the version of pvkit.
  func effects(at path: String, for instances: [Instance]) -> [StepEffect] {
    let options = head.options.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    let asked = ["Xen \(xen)", kind.name] + options
    return [
      StepEffect(
        path: path, architectures: instances.map(\.architecture), edit: nil,
        digest: Digest(of: asked.map { Array($0.utf8) }).short)
    ]
  }

  func work(on planned: inout PlannedFile, for instances: [Instance], entry: Int) -> [StepProblem] {
    let line = head.statement.line
    do throws(GeneratedKind.OptionError) {
      let text = try text(for: instances.first)
      for other in instances.dropFirst() where try self.text(for: other) != text {
        return [StepProblem(line: line, problem: Self.twoTexts(instances))]
      }
      return Self.problems { () throws(StepProblem) in
        try planned.create(
          Array(text.utf8), entry: entry, line: line, command: command(for: instances))
      }
    } catch {
      return [StepProblem(line: line, problem: error.message)]
    }
  }

  private func text(for instance: Instance?) throws(GeneratedKind.OptionError) -> String {
    try kind.prepare(xen, head.options, instance?.architecture ?? .x86_64)()
  }

  private static func twoTexts(_ instances: [Instance]) -> String {
    let names = instances.map(\.architecture.rawValue).sorted().joined(separator: " and ")
    return
      "is one file for \(names), but the generated text differs; give each its own path ({asm}), "
      + "or choose one (on ARCHITECTURE, or the option arch)"
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import pvkit_docs

/// A registry is a list that somebody must add a row to: whoever forgets it is told here.
@Suite struct RegistryTests {
  /// The sources, with their texts, comments left out.
  private static let sources: [(path: String, text: String)] = {
    let files = PackageFiles(Places.package)
    let paths = (try? files.paths(below: "Sources", suffix: ".swift")) ?? []
    return paths.map { path in
      (path, (files.text(of: path) ?? "").replacing(/(?m)\/\/.*$/, with: ""))
    }
  }()

  /// Types that conform to a protocol are listed by `NAME.self` somewhere.
  @Test(arguments: [
    "Rule", "MendingRule", "DecidingRule", "Loader", "Codec", "MemberRule", "AnnotationFormat",
    "Step", "Operation", "InsertOperation", "ParsableCommand",
  ])
  func everyTypeIsListed(conforming name: String) throws {
    let declaration = try Regex(
      #"(?:enum|struct|class) (\w+): (?:[\w, ]+, )?"# + name + #"\b[^\n]*\{"#)
    let listed = Self.sources.reduce(into: Set<Substring>()) { names, source in
      names.formUnion(source.text.matches(of: /\b(\w+)\.self\b/).map(\.1))
    }
    let declared = Self.sources.flatMap { source in
      source.text.matches(of: declaration).compactMap { $0.output[1].substring }
    }.filter { !["Pvkit", "PvkitDocs"].contains($0) }
    #expect(!declared.isEmpty, "no type conforms to \(name)")
    for type in declared { #expect(listed.contains(type), "\(type) is in no registry") }
  }

  /// Constants of a type are named in the file that has its `all`.
  @Test(arguments: [
    ("ConstantGroup", "static let (\\w+)(?:: ConstantGroup)? = (?:ConstantGroup|Self)\\("),
    ("Structure", "static let (\\w+): \\[Structure\\] ="),
    ("XenNote", "static let (\\w+) = XenNote\\("),
    ("Mechanism", "static let (\\w+) = Mechanism\\("),
  ])
  func everyConstantIsListed(of type: String, declaredBy pattern: String) throws {
    let registries = Self.sources.filter {
      $0.text.contains("static let all: [\(type)]") || $0.path.hasSuffix("/\(type)+All.swift")
    }
    let registry = try #require(registries.first?.text)
    let start = try #require(registry.firstRange(of: "let all")).lowerBound
    let words = Set(
      registry[start...]
        .split { !($0.isLetter || $0.isNumber || $0 == "_") })
    let declaration = try Regex(pattern)
    let declared = Self.sources.filter { $0.path.hasPrefix("Sources/HypervisorABI") }
      .flatMap { $0.text.matches(of: declaration).compactMap { $0.output[1].substring } }
      .filter { $0 != "all" }
    #expect(!declared.isEmpty, "no constant of \(type)")
    for name in declared { #expect(words.contains(name), "\(name) is not in \(type).all") }
  }
}

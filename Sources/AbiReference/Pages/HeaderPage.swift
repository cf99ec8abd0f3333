// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// The page for a header: its structures with their pictures, and its constants by group.
struct HeaderPage {
  /// The header, relative to xen/include/public: `io/blkif.h`.
  let header: String
  /// The tags of its structures, each once, in the order of the model.
  let tags: [String]
  let groups: [ConstantGroup]
  let file: GeneratedFile

  /// The pages for all headers in the model, sorted.
  static func all(_ history: History) -> [HeaderPage] {
    headers.sorted().map { HeaderPage($0, history) }
  }

  private init(_ header: String, _ history: History) {
    var seen: Set<String> = []
    let tags = Structure.all.filter { $0.header == header }.map(\.name)
      .filter { seen.insert($0).inserted }
    let groups = ConstantGroup.all.filter { $0.header == header }
    (self.header, self.tags, self.groups) = (header, tags, groups)
    let prose = HeaderProse.of(header)
    file = GeneratedFile(
      path: Self.path(of: header),
      text: Markdown.page(
        [
          "# \(header)" + (prose.map { ": \($0.title)" } ?? ""), prose?.text ?? "",
          Self.links(tags),
        ]
          + Self.section("Structures", tags.map { StructureSection($0, history).text })
          + Self.section("Constants", groups.map(ConstantSection.text))))
  }

  private static func section(_ title: String, _ parts: [String]) -> [String] {
    parts.isEmpty ? [] : ["## " + title] + parts
  }

  private static func links(_ tags: [String]) -> String {
    tags.map { Markdown.link($0, "#" + Markdown.anchor($0)) }.joined(separator: " · ")
  }
}

extension HeaderPage {
  private static let headers = Set(Structure.all.map(\.header) + ConstantGroup.all.map(\.header))

  /// The path of the page: `io-blkif.h.md`.
  static func path(of header: String) -> String {
    header.split(separator: "/").joined(separator: "-") + ".md"
  }

  /// The header's name, as a link if the header has a page.
  static func link(to header: String) -> String {
    headers.contains(header)
      ? Markdown.link(Markdown.code(header), path(of: header)) : Markdown.code(header)
  }

  static func link(toStructure tag: String) -> String {
    guard let structure = Structure.all.first(where: { $0.name == tag }) else { return tag }
    return Markdown.link(
      Markdown.code(tag), path(of: structure.header) + "#" + Markdown.anchor(tag))
  }
}

// SPDX-License-Identifier: Apache-2.0

import Generators
import HypervisorABI

/// README.md: how a guest starts and enters Xen, and an index of the pages.
enum IndexPage {
  static func file(_ headers: [HeaderPage]) -> GeneratedFile {
    GeneratedFile(
      path: "README.md",
      text: Markdown.page([
        "# Xen's guest ABI on x86", IndexProse.head, Markdown.list(pages), IndexProse.entering,
        IndexProse.starting, "## The map", map(headers), IndexProse.reading,
      ]))
  }

  private static let pages = [
    "[Hypercalls](hypercalls.md): numbers, names, arguments, who answers, commands",
    "[ELF notes](notes.md): what a kernel tells its loader",
    "[Features](features.md): what Xen and a guest agree on",
    "[Keys in XenStore](keys.md): what guests, back ends and the toolstack agree on",
    "[Interface versions](interface-versions.md): which shape of the headers a guest asks for",
    "[History](history.md): what came, changed and went, release by release",
    "Structures and constants, header by header: [the map](#the-map)",
  ]

  /// The table of headers by subsystem, with headers without prose at the end.
  private static func map(_ headers: [HeaderPage]) -> String {
    let known = Set(Subsystem.all.flatMap(\.headers).map(\.header))
    let others = headers.filter { !known.contains($0.header) }
    let parts =
      Subsystem.all.map { subsystem in
        (
          subsystem.title,
          subsystem.headers.compactMap { prose in
            headers.first { $0.header == prose.header }
          }
        )
      } + [("Others", others)]
    return Markdown.page(
      parts.filter { !$0.1.isEmpty }.flatMap { ["### " + $0.0, table($0.1)] })
  }

  private static func table(_ headers: [HeaderPage]) -> String {
    Markdown.table(
      ["header", "about", "structures", "constants"],
      headers.map { page in
        [
          HeaderPage.link(to: page.header), HeaderProse.of(page.header)?.title ?? "",
          count(page.tags.count), count(page.groups.map(\.constants.count).reduce(0, +)),
        ]
      })
  }

  private static func count(_ number: Int) -> String { number == 0 ? "" : String(number) }
}

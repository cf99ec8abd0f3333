// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import HypervisorABI
import Testing

@testable import PatchEngine

/// The examples of Docs/patch-authors-guide.md are what the tool says and takes. Numbers of entries, lines
/// and releases in them may be others: they change with the kit.
@Suite struct GuideTests {
  private static var entry: Regex<(Substring, Substring)> {
    #/patches/(x86_64/[0-9]{4}-version)/entry/#
  }

  private func guide() throws -> String {
    let bytes = try #require(try KitFile.read(Places.package + "/Docs/patch-authors-guide.md"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What is between the fences of a section.
  private func blocks(_ title: String) throws -> [String] {
    let section = try #require(
      guide().split(separator: "\n## ").first { $0.hasPrefix(title) }, "no section \(title)")
    return section.split(separator: "```").enumerated().filter { $0.offset % 2 == 1 }.map {
      String($0.element.drop { $0 != "\n" }.dropFirst())
    }
  }

  /// Without numbers, and on one line.
  private func plain(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .replacing(#/[0-9]+/#, with: "N")
  }

  /// A copy of the kit that comes with pvkit.
  private func withKit(_ body: (String) throws -> Void) throws {
    try Places.withScratchFolder { folder in
      let kit = folder + "/patches"
      try FileManager.default.copyItem(atPath: Places.package + "/patches", toPath: kit)
      try body(kit)
    }
  }

  @Test func beginsEntriesWhereTheToolDoes() throws {
    let kit = try Kit(directory: Places.package + "/patches")
    let start = try #require(try blocks("Start").first)
    let path = try Scaffold(kit, group: "toolchain", name: "number-sign").path
    #expect(plain(start).hasSuffix(plain("patches" + path.dropFirst(kit.directory.count))))
    let id = try #require(try guide().firstMatch(of: Self.entry)).output.1
    let version = try Scaffold(kit, group: "x86_64", name: "version")
    #expect(plain(version.path).hasSuffix(plain("/\(id)/entry")))
    let row = try #require(
      String(decoding: version.series, as: UTF8.self).split(separator: "\n").first {
        $0.hasPrefix("x86_64/") && $0.contains("-version ")
      })
    #expect(plain(try guide()).contains("`\(plain(row))`"))
  }

  /// In the kit itself: every header that its files include comes along.
  @Test func theWholeEntryIsOneOfTheKit() throws {
    let blocks = try blocks("A whole entry")
    try #require(blocks.count == 3)
    let id = String(try #require(try guide().firstMatch(of: Self.entry)).output.1)
    try withKit { folder in
      let scene = Scene(folder: folder.replacing("/patches", with: ""))
      let scaffold = try Scaffold(Kit(directory: folder), group: "x86_64", name: "version")
      try scaffold.write()
      let own = scaffold.path.replacing("/entry", with: "")
      try scene.put(
        ["entry": blocks[0], "files/include/xen/version.h": blocks[1]], in: own)
      let kit = try Kit(directory: folder)
      let entry = try #require(kit.entries(named: "version").first)
      #expect(plain(entry.id) == plain(id))
      let wanted = kit.withRequired([entry.id])
      for known in kit.releases where known.eras.contains(where: { $0 == (.x86_64, .port) }) {
        let target = KitTarget(release: known.release, known: known, architectures: [.x86_64])
        let made = Set(
          kit.entries.filter { wanted.contains($0.id) }.flatMap { $0.steps(for: target) }.map(
            \.path))
        for include in (blocks[0] + blocks[1]).matches(of: #/#include <(asm/)?(xen/[^>]*)>/#) {
          let path: String =
            include.output.1 == nil
            ? "include/" + include.output.2
            : known.expand("{asm/xen}" + include.output.2.dropFirst("xen".count), on: .x86_64) ?? ""
          #expect(made.contains(path), "\(path) for \(known.release)")
        }
      }
    }
  }

  @Test func theWholeEntryIsApplied() throws {
    let blocks = try blocks("A whole entry")
    let entry = try #require(try guide().firstMatch(of: Self.entry)).output.1
    #expect(try guide().contains("`patches/\(entry)/files/include/xen/version.h`"))
    let kit = [
      "x86_64/0010-page/entry": Scene.entry("generate headers include/xen/interface/xen.h"),
      "\(entry)/entry": blocks[0].replacing("2030-page", with: "0010-page"),
      "\(entry)/files/include/xen/version.h": blocks[1],
      "series": "x86_64/0010-page\n\(entry) +x86_64 +port\n",
    ]
    let tree = ["init/main.c": "#include <linux/rmap.h>\n\nint main(void)\n{\n\trest_init();\n}\n"]
    try Scene.with(tree: tree, kit: kit) { scene in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
      let text = try #require(try scene.text("init/main.c"))
      #expect(text.hasPrefix(blocks[2]))
      #expect(text.contains("#ifdef CONFIG_XEN\n\txen_print_version();\n#endif\n\trest_init();\n"))
      #expect(try scene.text("include/xen/version.h") == blocks[1])
    }
  }

  /// `status` of a new entry, and what it says of it.
  @Test func showsWhatStatusSays() throws {
    let block = try #require(try blocks("Try it").first)
    try withKit { folder in
      let scaffold = try Scaffold(Kit(directory: folder), group: "toolchain", name: "number-sign")
      try scaffold.write()
      let entry = Scene.entry("edit Makefile\nfind: VERSION = 2\nafter: X := y", header: "")
        .replacing("a subject", with: "kbuild: write the number sign as a variable")
      let scene = Scene(folder: folder.replacing("/patches", with: ""))
      try scene.put(["entry": entry], in: scaffold.path.replacing("/entry", with: ""))
      try scene.put(["Makefile": Scene.makefile], in: scene.treeFolder)
      let kit = try Kit(directory: folder)
      let bench = try Workbench(kit: kit, tree: KernelTree(path: scene.treeFolder))
      let only = try #require(kit.entries(named: "number-sign").first)
      let outcome = try bench.status(EntryChoice(groups: [], ids: [only.id]))
      let row = try #require(outcome.entries.first)
      #expect(outcome.entries.count == 1)
      #expect(plain(block).contains(plain("\(row.state.rawValue) \(row.entry) \(row.subject)")))
      #expect(plain(block).contains(plain("1 entry: 1 fits, 0 refused; 0 files changed by hand")))
      let note = try #require(outcome.said.last).replacing(folder, with: "patches")
        .replacing(scene.treeFolder, with: "linux-2.6.18")
      #expect(plain(block).contains(plain("pvkit: note: linux-2.6.18: \(note)")))
    }
  }

  /// A refusal by the kit's own entry.
  @Test func showsWhatARefusalSays() throws {
    let block = try #require(try blocks("Try it").last)
    let kit = try Kit(directory: Places.package + "/patches")
    let entry = try #require(kit.entries(named: "make-mixed-rules").first)
    let makefile = Scene.makefile + "config %config : scripts_basic outputmakefile FORCE\n"
    try Scene.with(tree: ["Makefile": makefile]) { scene in
      let bench = try Workbench(kit: kit, tree: KernelTree(path: scene.treeFolder))
      let refusals = try bench.apply(EntryChoice(groups: [], ids: [entry.id])).refusals
      let shown = plain(block)
      #expect(refusals.contains { shown == plain("pvkit: \($0)") }, "\(refusals)")
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// The entry of Docs/patch-authors-guide.md is one.
@Suite struct GuideTests {
  @Test func theWholeEntryIsApplied() throws {
    let bytes = try #require(try KitFile.read(Places.package + "/Docs/patch-authors-guide.md"))
    let guide = String(decoding: bytes, as: UTF8.self)
    let section = try #require(
      guide.split(separator: "\n## ").first { $0.hasPrefix("A whole entry") })
    // What is between the fences: the entry, its file, and a part of what becomes of the tree's.
    let blocks = section.split(separator: "```").enumerated().filter { $0.offset % 2 == 1 }.map {
      String($0.element.drop { $0 != "\n" }.dropFirst())
    }
    try #require(blocks.count == 3)
    let entry = "core/1155-version"
    let kit = [
      "xen/1000-interface/entry": Scene.entry("generate shims include/xen/interface/hypercall.h"),
      "\(entry)/entry": blocks[0], "\(entry)/files/include/xen/version.h": blocks[1],
      "series": "xen/1000-interface\n\(entry) +x86_64 +port\n",
    ]
    for name in ["\(entry)/entry", "\(entry)/files/include/xen/version.h"] {
      #expect(section.contains("`patches/\(name)`"))
    }
    let tree = ["init/main.c": "#include <linux/rmap.h>\n\nint main(void)\n{\n\trest_init();\n}\n"]
    try Scene.with(tree: tree, kit: kit) { scene in
      #expect(try scene.bench().apply(nil).refusals.isEmpty)
      let text = try #require(try scene.text("init/main.c"))
      #expect(text.hasPrefix(blocks[2]))
      #expect(text.contains("#ifdef CONFIG_XEN\n\txen_print_version();\n#endif\n\trest_init();\n"))
      #expect(try scene.text("include/xen/version.h") == blocks[1])
    }
  }
}

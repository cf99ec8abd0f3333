// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// Where a new entry comes in the series, and with what.
@Suite struct SeriesLayerTests {
  private static let plain = Scene.entry("edit a.c\nfind: a\nafter: b", header: "")
  private static let guarded = Scene.entry("edit a.c\nfind: a\nafter if CONFIG_XEN: b", header: "")
  private static let build = Scene.entry(
    "edit drivers/Makefile\nfind: a\nafter: b\n\nedit init/Kconfig\nfind: a\nafter: b", header: "")

  private static let series = """
    # the tools
    one/0100-a
    one/0104-b  +i386

    two/1000-c  +x86_64 +port
    two/1010-d  +x86_64 +port +i386
    two/1020-e  +x86_64 +port

    three/1021-f
    three/1025-g

    two/1900-h  +x86_64 +port
    two/1910-i  +x86_64 +port

    """

  @Test(arguments: [
    ("one", "one/0100-a\none/0104-b  +i386\none/0110-new\n", "after:"),
    (
      "two",
      "two/1010-d  +x86_64 +port +i386\ntwo/1015-new +x86_64 +port\ntwo/1020-e  +x86_64 +port\n",
      "after if CONFIG_XEN:"
    ),
    ("three", "three/1025-g\nthree/1030-new\n", "after:"),
  ])
  func aNewEntry(_ group: String, _ rows: String, _ operation: String) throws {
    var kit = ["series": Self.series]
    for (id, text) in [
      ("one/0100-a", Self.plain), ("one/0104-b", Self.guarded), ("two/1000-c", Self.guarded),
      ("two/1010-d", Self.guarded), ("two/1020-e", Self.build), ("three/1021-f", Self.plain),
      ("three/1025-g", Self.plain), ("two/1900-h", Self.guarded), ("two/1910-i", Self.guarded),
    ] { kit[id + "/entry"] = text }
    try Scene.with(kit: kit) { scene in
      let scaffold = try Scaffold(Kit(directory: scene.kitFolder), group: group, name: "new")
      try scaffold.write()
      let series = try #require(try KitFile.read(scene.kitFolder + "/series"))
      #expect(String(decoding: series, as: UTF8.self).contains(rows))
      let entry = try #require(try KitFile.read(scaffold.path))
      #expect(String(decoding: entry, as: UTF8.self).contains("\n\(operation)\n<<<\n"))
      // It can be read, and lacks no more than its file.
      #expect(try Kit(directory: scene.kitFolder).entries.count == 10)
    }
  }

  /// No number is left before what builds the layer.
  @Test func hasNoNumberLeft() throws {
    let kit = [
      "one/0100-a/entry": Self.plain, "one/0101-b/entry": Self.build,
      "two/0102-c/entry": Self.plain,
    ]
    try Scene.with(kit: kit) { scene in
      let error = #expect(throws: PatchError.self) {
        try Scaffold(Kit(directory: scene.kitFolder), group: "one", name: "new")
      }
      #expect(error?.description.contains("no free number after one/0100-a") == true)
    }
  }

  /// pvkit's own kit: each of its groups takes one, before what builds and offers the port, which
  /// stays last.
  @Test(arguments: [
    ("toolchain", "toolchain/0290-acpi-init", "toolchain/0300-new"),
    ("core", "core/1185-cpu-hotplug", "core/1186-new                     +port"),
    ("x86_64", "x86_64/2180-smp", "x86_64/2190-new                   +x86_64 +port"),
    ("drivers", "drivers/4300-network", "drivers/4310-new                  +port"),
    ("i386", "i386/3190-balloon", "i386/3200-new                     +i386 +port"),
  ])
  func inItsOwnKit(_ group: String, _ before: String, _ row: String) throws {
    let kit = try Kit(directory: Places.package + "/patches")
    let series = String(
      decoding: try Scaffold(kit, group: group, name: "new").series, as: UTF8.self)
    let rows = series.split(separator: "\n").map(String.init)
    let index = try #require(rows.firstIndex(of: row), "\(rows.filter { $0.contains("-new") })")
    #expect(rows[index - 1].hasPrefix(before))
    let ported = rows.last { $0.hasSuffix("+port") }
    #expect(ported?.hasPrefix("i386/3900-kconfig") == true)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import HypervisorABI
import Testing

@testable import PatchEngine

/// The order of the entries, for whom each is, and what none of them may do to another.
@Suite struct SeriesTests {
  /// What can never hold for the architectures of the entry: a section, an alternative.
  static let neverHolding: [KitCase] = [
    KitCase(
      file: "series", text: "one/0100-a +x86_64\n",
      entry: "edit a.c on i386\nfind: a\ndelete",
      says: "0100-a/entry:6: \"on i386\" never holds: the entry is for x86_64"),
    KitCase(
      file: "series", text: "one/0100-a +i386 +port\n",
      entry: "edit a.c\neither on i386:\nfind: a\ndelete\nor on x86_64:\nnothing\nend",
      says: ":10: \"on x86_64\" never holds: the entry is for i386"),
    .entry(
      "either on i386:\nnew a.h on x86_64\nor on x86_64:\nnothing\nend",
      says: ":7: \"on i386 on x86_64\" never holds: the entry is for i386, x86_64"),
    .entry(
      "edit a.c since 2.6.19\nfind: a\ndelete",
      says:
        ":6: \"since 2.6.19\" never holds: the entry is for i386 in 2.6.16 to 2.6.18; x86_64 in "
        + "2.6.16 to 2.6.18"),
    .entry(
      "either since 2.6.19:\nedit a.c\nfind: a\ndelete\nor until 2.6.18:\nnothing\nend",
      says: ":6: \"since 2.6.19\" never holds: the entry is for"),
    .entry(
      "edit a.c since 2.6.17\neither until 2.6.16:\nnothing\nor since 2.6.17:\nfind: a\ndelete\nend",
      says: ":7: \"until 2.6.16\" never holds: the entry is for i386 in 2.6.17 to 2.6.18"),
    .series("one/0100-a +port +port\n", says: ":1: has a guard twice"),
  ]

  /// The port of this kit ends at 2.6.17 on i386, and at 2.6.18 on x86_64.
  @Test(
    arguments: [
      ("", "edit a.c since 2.6.19", ":6: \"since 2.6.19\" never holds: the entry is for "),
      ("", "edit a.c since 2.6.19 on x86_64", ":6: \"since 2.6.19 on x86_64\" never holds"),
      (
        "", "edit a.c since 2.6.18 on i386",
        ":6: \"since 2.6.18 on i386\" never holds: the entry is for i386 in 2.6.16 to 2.6.17; x86_64 in "
          + "2.6.16 to 2.6.18"
      ),
      ("Since: 2.6.19", "edit a.c", ":4: the range 2.6.19- has no release for which series has "),
      ("", "edit a.c since 2.6.18 on x86_64", nil), ("", "edit a.c until 2.6.16", nil),
      ("Since: 2.6.18", "edit a.c", nil), ("Since: 2.6.18.3", "edit a.c", nil),
      ("", "edit a.c since 2.6.18.3", nil),
    ] as [(String, String, String?)])
  func theErasOfReleasesCount(
    _ header: String, _ section: String, _ says: String?
  ) throws {
    let mainline = Scene.release.replacing(": port", with: ": mainline")
    let kit = [
      "one/0100-a/entry": Scene.entry(
        "\(section)\nfind: a\ndelete", header: header.isEmpty ? "Requires:" : header),
      "series": "one/0100-a +port\n", "releases/2.6.19": mainline,
      "releases/2.6.18": Scene.release.replacing("i386: port", with: "i386: mainline"),
    ]
    try Scene.with(kit: kit) { scene in
      do {
        _ = try Kit(directory: scene.kitFolder)
        #expect(says == nil)
      } catch let error as PatchError {
        #expect(error.description.contains(says ?? "no error"), "\(error)")
      }
    }
  }

  /// Of an entry that no release gets, `show` says so.
  @Test func anEntryMayBeForNoReleaseYet() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind: a\ndelete", header: "Requires:"),
      "series": "one/0100-a +mainline\n",
    ]
    try Scene.with(kit: kit) { scene in
      let kit = try Kit(directory: scene.kitFolder)
      #expect(kit.entries[0].releases(in: kit) == "none")
    }
  }

  /// Files below files: `y` and `y/z`.
  static let nested: [KitCase] = [
    .entry(
      "new y from a\n\nnew y/z from a",
      says: ":8: y/z would be in y, which one/0100-a creates as a file"),
    .entry(
      "new y/z/w from a\n\nedit a.c\nfind: a\ndelete\n\nnew y from a",
      says: ":6: y/z/w would be in y,"),
    .entry("new y from a\n\nedit y/z\nfind: a\ndelete", says: ":8: y/z would be in y, which"),
    .entry(
      "new {asm} from a on i386\n\nnew include/asm-i386/b.h from a on x86_64",
      says: ":8: include/asm-i386/b.h would be in include/asm-i386, which one/0100-a"),
  ]

  static let lines: [KitCase] = [
    .series("one/0100-a\r\n", says: ": has CRLF line ends"),
    .series("one\n", says: ":1: must be: GROUP/NUMBER-NAME [+ARCHITECTURE …] [+ERA …]"),
    .series("# x\none/100-a\n", says: ":2: must be: GROUP/NUMBER-NAME"),
    .series("releases/0100-a\n", says: ":1: must be: GROUP/NUMBER-NAME"),
    .series(
      "one/0100-a +arm\n", says: ":1: \"+arm\" is not known here; expected: +i386, +x86_64, "),
    .series("one/0100-a\none/0100-a\n", says: ":2: one/0100-a is listed twice; remove one"),
    .series(
      "one/0100-a\ntwo/0100-b\n", says: ":2: two/0100-b has the same number as one/0100-a; give"),
    KitCase(
      file: "series", text: "one/0100-a\none/0101-b\n",
      says: "series:2: lists one/0101-b, but "),
    KitCase(
      file: "series", text: "",
      says: "one/0100-a: is not listed in series; add a line with one/0100-a"),
  ]

  @Test(arguments: neverHolding + nested + lines) func refuses(_ example: KitCase) throws {
    try example.isRefused()
  }

  /// What is there, and comes later, is told from what is not there.
  @Test(arguments: [
    ("one/0110-b", "which comes after it in series; move the line of one of them"),
    ("one/0110-c", "which is not in series; nearest: one/0110-b"),
  ])
  func tellsWhatIsRequiredTooEarly(_ required: String, _ says: String) throws {
    let edit = "edit a.c\nfind: a\ndelete"
    let kit = [
      "one/0100-a/entry": Scene.entry(edit, header: "Requires: \(required)"),
      "one/0110-b/entry": Scene.entry(edit),
    ]
    try Scene.with(kit: kit) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      let words = "one/0100-a/entry:4: requires \(required), \(says)"
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  /// As a series for review: subjects as kernel people write them, and what offers the port comes
  /// last, so that nothing of it can be configured before all of it is there.
  @Test func itsOwnSeriesCanBeReviewed() throws {
    let kit = try Kit(directory: Places.package + "/patches")
    for entry in kit.entries {
      let subject = entry.subject
      #expect(subject.contains(/^[a-z][a-z0-9_\/.]*: [a-z]/), "\(entry.id): \(subject)")
      #expect(subject.count <= 75 && subject.last != ".", "\(entry.id): \(subject)")
      #expect(entry.reason.count > 10, "\(entry.id): \(entry.reason)")
    }
    let offers = try kit.entries.filter { entry in
      let file = "\(kit.directory)/\(entry.id)/entry"
      return String(decoding: try KitFile.read(file) ?? [], as: UTF8.self)
        .contains(/(?m)^config XEN$/)
    }
    let last = [Architecture.x86_64, .i386].map { architecture in
      kit.entries.last { $0.guards.hold(architecture, .port) }?.id
    }
    #expect(offers.map(\.id) == last)
  }

  /// One file is made once, whichever entries somebody asks for.
  @Test(arguments: [
    (["new x.h", "new x.h"], "one/0110-b/entry:6", "one/0100-a, line 6"),
    (
      ["new x.h", "generate notes x.h\nnew q.h from x.h"], "one/0110-b/entry:6",
      "one/0100-a, line 6"
    ),
    (
      ["new x.h\nnew y.h from x.h\nnew x.h", "new z.h from x.h"], "one/0100-a/entry:8",
      "one/0100-a, line 6"
    ),
    (
      ["new {asm}/x.h from x.h", "new include/asm-i386/x.h from x.h"], "one/0110-b/entry:6",
      "one/0100-a, line 6"
    ),
  ])
  func noFileIsMadeTwice(_ sections: [String], _ place: String, _ other: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry(sections[0]), "one/0100-a/files/x.h": "a\n",
      "one/0110-b/entry": Scene.entry(sections[1]), "one/0110-b/files/x.h": "b\n",
    ]
    try Scene.with(kit: kit) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      let says = " is also created for Linux 2.6.16 by \(other); remove one of the two"
      #expect(error?.place == "\(scene.kitFolder)/\(place)", "\(error?.description ?? "")")
      #expect(error?.description.hasSuffix(says) == true, "\(error?.description ?? "")")
    }
  }

  /// In a stable update, of which the kit does not read: refused when it is to be applied.
  @Test func noFileIsMadeTwiceForAnUpdate() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("new x.h until 2.6.18.4"), "one/0100-a/files/x.h": "a\n",
      "one/0110-b/entry": Scene.entry("new x.h since 2.6.18.4", header: "Requires:"),
      "one/0110-b/files/x.h": "b\n",
    ]
    try Scene.with(tree: ["Makefile": Scene.makefile(".4")], kit: kit) { scene in
      let says = [
        "x.h: is also created by one/0100-a, line 6; remove one of the two (one/0110-b, line 6)"
      ]
      #expect(try scene.bench().status(nil).refusals.map(\.description) == says)
      try scene.put(["Makefile": Scene.makefile(".5")], in: scene.treeFolder)
      #expect(try scene.bench().status(nil).refusals.isEmpty)
    }
  }
}

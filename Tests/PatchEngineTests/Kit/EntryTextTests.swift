// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import Testing

@testable import PatchEngine

/// What an entry may not say, and where the error says that it stands.
@Suite struct EntryTextTests {
  static let edits: [KitCase] = [
    .entry("edit a.c\nfind: x", says: ":7: ends without an operation"),
    .entry(
      "edit a.c\nfind: x\nfrom: y\nfind: x\ndelete\nend", says: ":7: ends without an operation"),
    .entry("edit a.c\nfind: x\neither on i386:", says: ":7: ends without an operation"),
    .entry("edit a.c\nreplace: x", says: ":7: has no find: before it"),
    .entry("edit a.c\nfind: a\nappend: x", says: ":8: does not take an anchor"),
    .entry("edit a.c\nfind:\ndelete", says: ":7: has no anchor after its colon"),
    .entry(
      "edit a.c\nfind: a\nfind: b\ndelete",
      says: ":8: find is given twice for one edit; end the edit with an operation: replace: TEXT"),
    .entry(
      "edit a.c\nfind: a\nthrough: b\nup to: c\ndelete",
      says: ":9: through and up to are given for one edit, whose region ends once"),
    .entry(
      "edit a.c\nfind: a\nup to: b\nthrough: c\ndelete", says: ":9: through and up to are given"),
    .entry("edit a.c\nfind: a\nup to: b\nup to: c\ndelete", says: ":9: up is given twice"),
    .entry("edit a.c\nfind: a\nup: c\ndelete", says: ":8: must be: up to: ANCHOR"),
    .entry(
      "edit a.c\nfind twice: a\ndelete",
      says: ":7: \"twice\" is not known here; expected: text, word, line, times"),
    .entry("edit a.c\nfind 0 times: a\ndelete", says: ":7: must be: find [N times]"),
    .entry("edit a.c\nfind 1001 times: a\ndelete", says: ":7: must be: find [N times]"),
    .entry(
      "edit a.c\nfind: a\nremove", says: ":8: \"remove\" is not known here; expected: find: ANCHOR"),
    .entry("edit a.c\nfind: a\ndelete: x", says: ":8: must be: delete"),
    .entry("edit a.c\nfind: a\nwrap: x", says: ":8: must be: wrap SYMBOL: TEXT"),
    .entry("edit a.c\nfind: a\nafter if: x", says: ":8: must be: after [if SYMBOL]: TEXT"),
    .entry("edit a.c\nfind: a\nbefore if A:", says: ":8: has no text after its colon: before"),
    .entry("edit a.c\nfind: a\nloose:\ndelete", says: ":8: must be: loose: REASON"),
    .entry("edit a.c\nfind: a\nreplace:\n<<<\nx", says: ":9: the block is not closed"),
    .entry("edit a.c\nfind: a\n  more\ndelete", says: ":8: starts with a blank"),
    .entry("edit a.c", says: ":6: has no edits"),
    .entry(
      "edit a.c\nfrom: b\nfind: a\ndelete", says: ":7: opens a scope that is not closed by end"),
    .entry("edit a.c\nfrom: b\nend", says: ":7: has no edit in its scope"),
    .entry(
      "edit a.c\nfrom: b\nfrom: c\nfind: a\ndelete\nend", says: ":8: is given twice for one scope"),
    .entry(
      "edit a.c\nfrom: b\nfind: a\ndelete\nfrom: c\nfind: a\ndelete\nend\nend",
      says: ":10: is already in a scope"),
    .entry(
      "edit a.c\nfind: a\ndelete\nend", says: ":9: is `end` without `either`, `from` or `to`"),
    .entry(
      "edit a.c\nfind: a\ndelete\nor since 2.6.17:\nfind: b\ndelete\nend",
      says: ":9: is `or` without `either`"),
    .entry("edit a.c\nfind: a\ndelete\nnothing", says: ":9: is `nothing` outside an alternative"),
    .entry(
      "edit a.c\nfind: x\neither on i386:\nreplace: y\nend",
      says: ":7: ends without an operation before \"either\" in line 8, which contains whole edits:"
    ),
  ]

  /// A word that is no symbol would be no condition of the preprocessor's.
  static let symbols: [KitCase] = [
    .entry(
      "edit a.c\nfind: a\nbefore if CONFIG_xen-1: x",
      says:
        ":8: \"CONFIG_xen-1\" is not a symbol such as CONFIG_XEN: write one name of letters, digits and _"
    ),
    .entry("edit a.c\nfind: a\nafter if 3X: x", says: ":8: \"3X\" is not a symbol such as"),
    .entry("edit a.c\nappend if defined(X): x", says: ":7: \"defined(X)\" is not a symbol such as"),
    .entry("edit a.c\nfind: a\nwrap A||B: x", says: ":8: \"A||B\" is not a symbol such as"),
    .entry("edit a.c\nfind: a\nwrap é: x", says: ":8: \"é\" is not a symbol such as"),
    .entry(
      "edit a.c\nfind: a\nbefore if !CONFIG_XEN: x",
      says:
        ":8: \"!CONFIG_XEN\" is not a symbol such as CONFIG_XEN: an insertion for kernels without a symbol is not supported; wrap CONFIG_XEN: without a text keeps the lines for"
    ),
  ]

  static let sections: [KitCase] = [
    .entry(
      "edit ../a.c\nfind: a\ndelete",
      says:
        ":6: ../a.c is not the path of a file in a kernel tree; write it relative to the top of the tree"
    ),
    .entry("edit /a.c\nfind: a\ndelete", says: ":6: /a.c is not the path"),
    .entry(
      "edit .pvkit/now/record\nfind: a\ndelete", says: ":6: .pvkit/now/record is not the path"),
    .entry("new .git/hooks/pre-commit", says: ":6: .git/hooks/pre-commit is not the path"),
    .entry("new a/.b", says: ":6: a/.b is not the path"),
    .entry("new a\\b", says: ":6: a\\b is not the path"),
    .entry(
      "edit a.c in 2.6.18\nfind: a\ndelete",
      says: ":6: \"in\" is not known here; nearest: since; expected: since, until, on"),
    .entry(
      "edit a.c since 2.6\nfind: a\ndelete", says: ":6: \"2.6\" is not a release such as 2.6.17"),
    .entry(
      "edit a.c on arm\nfind: a\ndelete",
      says: ":6: \"arm\" is not known here; expected: i386, x86_64"),
    .entry(
      "edit a.c since 2.6.18 until 2.6.17\nfind: a\ndelete",
      says: ":6: \"since 2.6.18 until 2.6.17\" ends before it begins"),
    .entry(
      "edits a.c",
      says: ":6: \"edits\" is not known here; nearest: edit; expected: edit, new, generate, either"),
    KitCase(
      file: "one/0100-a/entry", text: Scene.entry("new a.h"),
      says: "one/0100-a/files/a.h is missing; write it, or name another file (from)"),
    KitCase(
      file: "one/0100-a/entry", text: Scene.entry("new a.h from core/9999-none:x.h"),
      says: "kit has no entry core/9999-none, from which x.h is to be"),
    .entry("new a.h from ../x", says: ":6: must be: new PATH [from"),
    .entry("new a.h from one/x:b.h", says: ":6: must be: new PATH [from"),
    .entry("generate shim a.h", says: ":6: must be: generate KIND PATH"),
    .entry(
      "generate shims a.h only xen",
      says: ":6: \"only\" is not known here; expected: arch, mode, entry"),
    .entry("generate shims a.h arch arm", says: ":6: arch must be i386 or x86_64"),
    .entry(
      "generate shims a.h arch i386 entry vmcall",
      says: ":6: Xen 4.17 has no entry vmcall for i386 pv"),
    .entry("generate shims a.h include <a", says: ":6: include must be NAME or <NAME>"),
    .entry("generate headers a.h only nothing", says: ":6: there is no header nothing"),
    .entry("generate headers a.h interface 0x50000", says: ":6: Xen 4.17 has no interface 0x50000"),
    .entry(
      "generate headers a.h interface banana",
      says: ":6: Xen 4.17 has no interface banana; it has 0x00030203 to 0x00040e00"),
    .entry("", says: ": does nothing"),
  ]

  /// A word that is nearly right is named with the one that is.
  static let misspelt: [KitCase] = [
    .entry("edit a.c on ia64\nfind: a\ndelete", says: ":6: \"ia64\" is not known here"),
    .entry(
      "generate headers a.h interfce 0x1",
      says: ":6: \"interfce\" is not known here; nearest: interface;"),
    .entry("generate headers a.h interface", says: ":6: has nothing after \"interface\""),
    .entry(
      "generate headrs a.h",
      says:
        ":6: must be: generate KIND PATH [OPTION VALUE …]; \"headrs\" is not known here; nearest: headers; expected: headers"
    ),
    .entry("edt a.c", says: ":6: \"edt\" is not known here; nearest: edit; expected: edit, new"),
    .entry(
      "edit a.c sinc 2.6.17", says: ":6: \"sinc\" is not known here; nearest: since; expected:"),
    .entry(
      "edit a.c\nfind: a\nthrogh: b\ndelete",
      says: ":8: \"throgh\" is not known here; nearest: through;"),
    .entry("edit a.c\nfind lin: a\ndelete", says: ":7: \"lin\" is not known here; nearest: line;"),
    .entry(
      "edit a.c\nfind: a\nbefor: b", says: ":8: \"befor\" is not known here; nearest: before;"),
    .header(
      "Untl: 2.6.17", says: ":4: \"Untl\" is not known here; nearest: Until; expected: Subject"),
    .series("one/0100-a +x86-64\n", says: ":1: \"+x86-64\" is not known here; nearest: +x86_64;"),
  ]

  /// What would add nothing.
  static let empty: [KitCase] = [
    .entry("edit a.c\nappend:", says: ":7: has no text after its colon: append [if SYMBOL]: TEXT"),
    .entry("edit a.c\nfind: a\nafter:", says: ":8: has no text after its colon: after"),
    .entry("edit a.c\nfind: a\nbefore if X:\n<<<\n\n>>>", says: ":8: has no text after its colon"),
  ]

  /// Alternatives are held against each release that the kit knows, without a tree.
  static let alternatives: [KitCase] = [
    .entry(
      "either until 2.6.16:\nedit a.c\nfind: a\ndelete\nor since 2.6.18:\nedit b.c\nfind: a\ndelete\nend",
      says: ":6: no alternative holds for 2.6.17 x86_64; exactly one must"),
    .entry(
      "either until 2.6.17:\nedit a.c\nfind: a\ndelete\nor since 2.6.17:\nedit b.c\nfind: a\ndelete\nend",
      says: ":6: 2 alternatives hold for 2.6.17 x86_64; exactly one must"),
    .entry(
      "either on x86_64:\nedit a.c\nfind: a\ndelete\nend",
      says: ":6: no alternative holds for 2.6.16 i386"),
    .entry(
      "edit a.c\neither until 2.6.16:\nfind: a\ndelete\nend",
      says: ":7: no alternative holds for 2.6.17"),
    .entry(
      "edit a.c since 2.6.17\neither until 2.6.17:\nfind: a\ndelete\nor since 2.6.18 on x86_64:\nnothing\nend",
      says: ":7: no alternative holds for 2.6.18 i386"),
    .entry("either until 2.6.17:\nedit a.c\nfind: a\ndelete", says: ":6: is not closed by end"),
    .entry("either:\nedit a.c\nfind: a\ndelete\nend", says: ":6: must be: either [since R]"),
    .entry(
      "either since 2.6:\nedit a.c\nfind: a\ndelete\nend", says: ":6: \"2.6\" is not a release"),
    .entry(
      "either until 2.6.17:\nedit a.c\nfind: a\ndelete\nor since 2.6.18:\nend",
      says: ":10: is empty; write `nothing`"),
  ]

  /// The header, and what is beside the entry.
  static let headers: [KitCase] = [
    KitCase(
      file: "one/0100-a/entry", text: "Subject: a\n\nnew a",
      says: "entry:1: has no Reason:; add a line Reason: TEXT to the header"),
    KitCase(
      file: "one/0100-a/entry", text: "Sujet: a\n", says: "0100-a/entry:1: \"Sujet\" is not known"),
    .header("Until: 2.6", says: ":4: Until: must be a release"),
    .header(
      "Since: 2.6.18\nUntil: 2.6.17", says: ":5: the range 2.6.18-2.6.17 ends before it begins"),
    .header(
      "Requires: one/0050-b",
      says: ":4: requires one/0050-b, which is not in series"),
    .header("Requires: one/0100-a", says: ":4: requires one/0100-a, which is itself"),
    .header("Architectures: x86_64", says: ":4: \"Architectures\" is not known here"),
    .header("Releases: 2.6.18", says: ":4: \"Releases\" is not known here"),
    KitCase(file: "one/0110-b/entry", text: "", says: "has no Subject:"),
    KitCase(
      file: "one/notes.txt", text: "",
      says: "one/notes.txt: is not listed in series; a group contains only entries"),
    KitCase(
      file: "one/0100-a/files/a.h", text: "x",
      says: "0100-a/files/a.h: is used by no entry; add `new a.h` to one"),
    KitCase(
      file: "one/0100-a/notes", text: "x",
      says:
        "0100-a/notes: is used by no entry; an entry's files are below one/0100-a/files; move it "
        + "there, or remove it"),
    KitCase(
      file: "one/0100-a/entry", text: Scene.entry("edit a.c\nfind: a\ndelete").crlf,
      says: "0100-a/entry: has CRLF line ends"),
  ]

  @Test(arguments: edits + symbols + sections + misspelt + empty + alternatives + headers)
  func refuses(
    _ example: KitCase
  ) throws { try example.isRefused() }

  @Test func readsTheHeader() throws {
    let text = """
      # a comment
      Subject: what: it does
      Reason: one
        two
      	three
      Origin: own
      Since: 2.6.16
      Until: 2.6.18
      Requires: one/0050-b

      edit a.c since 2.6.18.1
      # a comment
      find: a
      delete
      """
    let other = Scene.entry("edit b.c\nfind: a\ndelete", header: "")
    let kit = [
      "one/0100-a/entry": text, "one/0050-b/entry": other,
      "series": "one/0050-b\none/0100-a +x86_64 +i386 +port\n",
    ]
    try Scene.with(kit: kit) { scene in
      let whole = try Kit(directory: scene.kitFolder)
      let entry = try #require(whole.entries(named: "0100").first)
      #expect(entry.id == "one/0100-a")
      #expect(entry.subject == "what: it does")
      #expect(entry.reason == "one two three")
      #expect(entry.releases.description == "2.6.16-2.6.18")
      #expect(entry.requires == ["one/0050-b"])
      #expect(entry.guards.words == ["+x86_64", "+i386", "+port"])
      let work = try #require(entry.works(in: whole).first)
      #expect(work.path == "a.c" && work.what == "1 edit")
      #expect(work.condition == "since 2.6.18.1")
    }
  }

  /// What a release gets, of all that the entry has for one or another.
  @Test(arguments: [
    ("find: a\ndelete\nfind: b\ndelete", "2 edits"),
    ("either until 2.6.17:\nfind: a\ndelete\nor since 2.6.18:\nfind: b\ndelete\nend", "1 edit"),
    (
      "find: a\ndelete\neither until 2.6.17:\nfind: b\ndelete\nor since 2.6.18:\nnothing\nend",
      "1 or 2 edits"
    ),
    (
      "find: a\ndelete\neither until 2.6.17:\nfind: b\ndelete\nfind: c\ndelete\nor since 2.6.18:\nnothing\nend",
      "1 to 3 edits"
    ),
  ])
  func countsWhatOneReleaseGets(_ edits: String, _ what: String) throws {
    try Scene.with(kit: ["one/0100-a/entry": Scene.entry("edit a.c\n" + edits)]) { scene in
      let kit = try Kit(directory: scene.kitFolder)
      #expect(kit.entries[0].works(in: kit).map(\.what) == [what])
    }
  }

  /// For which releases it is, whichever of its header, the series and the releases' files say so.
  @Test(arguments: [
    ("Requires:", "", [], "all"), ("Until: 2.6.18", "", [], "2.6.16-2.6.18"),
    ("Since: 2.6.17", "", [], "2.6.17-2.6.19"), ("Since: 2.6.19", "", [], "2.6.19"),
    ("Until: 2.6.18.4", "", [], "2.6.16-2.6.18.4"),
    ("Requires:", " +port", ["2.6.19"], "2.6.16-2.6.18"),
    ("Requires:", " +port", ["2.6.17"], "2.6.16, 2.6.18-2.6.19"),
    ("Requires:", " +port", ["2.6.16", "2.6.18", "2.6.19"], "2.6.17"),
  ])
  func showsTheReleasesThatItIsFor(
    _ header: String, _ guards: String, _ mainline: [String], _ releases: String
  ) throws {
    var kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind: a\ndelete", header: header),
      "series": "one/0100-a\(guards)\n",
    ]
    for name in mainline {
      kit["releases/\(name)"] = Scene.release.replacing(": port", with: ": mainline")
    }
    try Scene.with(kit: kit) { scene in
      let kit = try Kit(directory: scene.kitFolder)
      #expect(kit.entries[0].releases(in: kit) == releases)
    }
  }

  @Test func scaffoldsAnEntryThatOnlyLacksItsFile() throws {
    let entry = Scene.entry("edit Makefile\nfind: VERSION = 2\nafter: # a")
    try Scene.with(kit: ["one/0104-a/entry": entry, "two/1000-b/entry": entry]) { scene in
      let kit = try Kit(directory: scene.kitFolder)
      let scaffold = try Scaffold(kit, group: "one", name: "new-one")
      #expect(scaffold.path == scene.kitFolder + "/one/0110-new-one/entry")
      try scaffold.write()
      #expect(
        try KitFile.read(scene.kitFolder + "/series").map { String(decoding: $0, as: UTF8.self) }
          == "one/0104-a\none/0110-new-one\ntwo/1000-b\n")
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.first?.description.contains("PATH/OF/A/FILE: is missing") == true)
      #expect(throws: PatchError.self) { try Scaffold(kit, group: "one", name: "a b") }
      #expect(throws: PatchError.self) { try Scaffold(kit, group: "three", name: "a") }
    }
  }
}

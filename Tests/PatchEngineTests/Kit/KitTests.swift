// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Glibc
import HypervisorABI
import Testing

@testable import PatchEngine

/// What a kit may not hold, and where the error says that it stands.
@Suite struct KitTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    /// What the kit's entry does, where the file is another one.
    var entry = "edit a.c\nfind: a\ndelete"
    let says: String
    var testDescription: String { says }
  }

  static func entry(_ sections: String, says: String) -> Case {
    Case(file: "one/0100-a/entry", text: Scene.entry(sections), says: "0100-a/entry" + says)
  }

  static func header(_ header: String, says: String) -> Case {
    Case(
      file: "one/0100-a/entry", text: Scene.entry("edit a.c\nfind: a\ndelete", header: header),
      says: "0100-a/entry" + says)
  }

  static func series(_ text: String, says: String) -> Case {
    Case(file: "series", text: text, says: "series" + says)
  }

  static func release(_ text: String, says: String) -> Case {
    Case(file: "releases/2.6.18", text: text, says: "releases/2.6.18" + says)
  }

  static let edits = [
    entry("edit a.c\nfind: x", says: ":7: ends without an operation"),
    entry("edit a.c\nreplace: x", says: ":7: has no find: before it"),
    entry("edit a.c\nfind: a\nappend: x", says: ":8: takes no anchor"),
    entry("edit a.c\nfind:\ndelete", says: ":7: has no anchor behind its colon"),
    entry(
      "edit a.c\nfind: a\nfind: b\ndelete",
      says: ":8: find is given twice for one edit, which an operation ends: replace: TEXT"),
    entry("edit a.c\nfind: a\nthrough: b\nup to: c\ndelete", says: ":9: up is given twice"),
    entry("edit a.c\nfind: a\nup: c\ndelete", says: ":8: must be: up to: ANCHOR"),
    entry(
      "edit a.c\nfind twice: a\ndelete",
      says: ":7: \"twice\" is not known here; expected: text, word, line, times"),
    entry("edit a.c\nfind 0 times: a\ndelete", says: ":7: must be: find [N times]"),
    entry("edit a.c\nfind 1001 times: a\ndelete", says: ":7: must be: find [N times]"),
    entry(
      "edit a.c\nfind: a\nremove", says: ":8: \"remove\" is not known here; expected: find: ANCHOR"),
    entry("edit a.c\nfind: a\ndelete: x", says: ":8: must be: delete"),
    entry("edit a.c\nfind: a\nwrap: x", says: ":8: must be: wrap SYMBOL: TEXT"),
    entry("edit a.c\nfind: a\nafter if: x", says: ":8: must be: after [if SYMBOL]: TEXT"),
    entry("edit a.c\nfind: a\nbefore if A:", says: ":8: has no text behind its colon: before"),
    entry("edit a.c\nfind: a\nloose:\ndelete", says: ":8: must be: loose: REASON"),
    entry("edit a.c\nfind: a\nreplace:\n<<<\nx", says: ":9: the block is not closed"),
    entry("edit a.c\nfind: a\n  more\ndelete", says: ":8: starts with a blank"),
    entry("edit a.c", says: ":6: has no edit below it"),
    entry(
      "edit a.c\nfrom: b\nfind: a\ndelete", says: ":7: opens a scope that is not closed by end"),
    entry("edit a.c\nfrom: b\nend", says: ":7: has no edit in its scope"),
    entry(
      "edit a.c\nfrom: b\nfrom: c\nfind: a\ndelete\nend", says: ":8: is given twice for one scope"),
    entry(
      "edit a.c\nfrom: b\nfind: a\ndelete\nfrom: c\nfind: a\ndelete\nend\nend",
      says: ":10: is in a scope already"),
    entry("edit a.c\nfind: a\ndelete\nend", says: ":9: closes nothing"),
  ]

  static let sections = [
    entry("edit ../a.c\nfind: a\ndelete", says: ":6: ../a.c is not a path of a file"),
    entry("edit /a.c\nfind: a\ndelete", says: ":6: /a.c is not a path"),
    entry("edit .pvkit/now/record\nfind: a\ndelete", says: ":6: .pvkit/now/record is not a path"),
    entry("new .git/hooks/pre-commit", says: ":6: .git/hooks/pre-commit is not a path"),
    entry("new a/.b", says: ":6: a/.b is not a path"),
    entry("new a\\b", says: ":6: a\\b is not a path"),
    entry("edit {arm}/a.c\nfind: a\ndelete", says: ":6: {arm}/a.c has a name that releases do not"),
    entry(
      "edit a.c in 2.6.18\nfind: a\ndelete",
      says: ":6: \"in\" is not known here; nearest: since; expected: since, until, on"),
    entry(
      "edit a.c since 2.6\nfind: a\ndelete", says: ":6: \"2.6\" is not a release such as 2.6.17"),
    entry(
      "edit a.c on arm\nfind: a\ndelete",
      says: ":6: \"arm\" is not known here; expected: i386, x86_64"),
    entry(
      "edit a.c since 2.6.18 until 2.6.17\nfind: a\ndelete",
      says: ":6: \"since 2.6.18 until 2.6.17\" ends before it begins"),
    entry(
      "edits a.c",
      says: ":6: \"edits\" is not known here; nearest: edit; expected: edit, new, generate, either"),
    entry("new a.h", says: ":6: "),
    entry("new a.h from ../x", says: ":6: must be: new PATH [from"),
    entry("new a.h from one/x:b.h", says: ":6: must be: new PATH [from"),
    entry("generate shim a.h", says: ":6: must be: generate KIND PATH"),
    entry(
      "generate shims a.h only xen",
      says: ":6: \"only\" is not known here; expected: arch, mode, entry"),
    entry("generate shims a.h arch arm", says: ":6: arch is i386 or x86_64"),
    entry("generate shims a.h arch i386 entry vmcall", says: ":6: no entry vmcall for i386 pv"),
    entry("generate shims a.h include <a", says: ":6: include is NAME or <NAME>"),
    entry("generate headers a.h only nothing", says: ":6: no header nothing"),
    entry("generate headers a.h interface 0x50000", says: ":6: Xen 4.17 has no interface 0x50000"),
    entry("", says: ": does nothing"),
  ]

  /// What can never hold for the architectures of the entry: a section, an alternative.
  static let neverHolding = [
    Case(
      file: "series", text: "one/0100-a +x86_64\n",
      entry: "edit a.c on i386\nfind: a\ndelete",
      says: "0100-a/entry:6: \"on i386\" never holds: the entry is for x86_64"),
    Case(
      file: "series", text: "one/0100-a +i386 +port\n",
      entry: "edit a.c\neither on i386:\nfind: a\ndelete\nor on x86_64:\nnothing\nend",
      says: ":10: \"on x86_64\" never holds: the entry is for i386"),
    entry(
      "either on i386:\nnew a.h on x86_64\nor on x86_64:\nnothing\nend",
      says: ":7: \"on i386 on x86_64\" never holds: the entry is for i386, x86_64"),
    series("one/0100-a +port +port\n", says: ":1: has a guard twice"),
  ]

  /// A word that is nearly right is named with the one that is.
  static let misspelt = [
    entry("edit a.c on ia64\nfind: a\ndelete", says: ":6: \"ia64\" is not known here"),
    entry(
      "generate headers a.h interfce 0x1",
      says: ":6: \"interfce\" is not known here; nearest: interface;"),
    entry("generate headers a.h interface", says: ":6: has nothing behind \"interface\""),
    entry(
      "generate headrs a.h",
      says:
        ":6: must be: generate KIND PATH [OPTION VALUE …]; \"headrs\" is not known here; nearest: headers; expected: headers"
    ),
    entry("edt a.c", says: ":6: \"edt\" is not known here; nearest: edit; expected: edit, new"),
    entry(
      "edit a.c sinc 2.6.17", says: ":6: \"sinc\" is not known here; nearest: since; expected:"),
    entry(
      "edit a.c\nfind: a\nthrogh: b\ndelete",
      says: ":8: \"throgh\" is not known here; nearest: through;"),
    entry("edit a.c\nfind lin: a\ndelete", says: ":7: \"lin\" is not known here; nearest: line;"),
    entry("edit a.c\nfind: a\nbefor: b", says: ":8: \"befor\" is not known here; nearest: before;"),
    header(
      "Untl: 2.6.17", says: ":4: \"Untl\" is not known here; nearest: Until; expected: Subject"),
    series("one/0100-a +x86-64\n", says: ":1: \"+x86-64\" is not known here; nearest: +x86_64;"),
  ]

  /// What would add nothing.
  static let empty = [
    entry("edit a.c\nappend:", says: ":7: has no text behind its colon: append [if SYMBOL]: TEXT"),
    entry("edit a.c\nfind: a\nafter:", says: ":8: has no text behind its colon: after"),
    entry("edit a.c\nfind: a\nbefore if X:\n<<<\n\n>>>", says: ":8: has no text behind its colon"),
  ]

  /// Files below files: `y` and `y/z`.
  static let nested = [
    entry(
      "new y from a\n\nnew y/z from a",
      says: ":8: y/z would be in y, which one/0100-a makes a file"),
    entry(
      "new y/z/w from a\n\nedit a.c\nfind: a\ndelete\n\nnew y from a",
      says: ":6: y/z/w would be in y,"),
    entry("new y from a\n\nedit y/z\nfind: a\ndelete", says: ":8: y/z would be in y, which"),
    entry(
      "new {asm} from a on i386\n\nnew include/asm-i386/b.h from a on x86_64",
      says: ":8: include/asm-i386/b.h would be in include/asm-i386, which one/0100-a"),
  ]

  /// Alternatives are held against each release that the kit knows, without a tree.
  static let alternatives = [
    entry(
      "either until 2.6.16:\nedit a.c\nfind: a\ndelete\nor since 2.6.18:\nedit b.c\nfind: a\ndelete\nend",
      says: ":6: no alternative holds for 2.6.17 x86_64; exactly one must"),
    entry(
      "either until 2.6.17:\nedit a.c\nfind: a\ndelete\nor since 2.6.17:\nedit b.c\nfind: a\ndelete\nend",
      says: ":6: 2 alternatives hold for 2.6.17 x86_64; exactly one must"),
    entry(
      "either on x86_64:\nedit a.c\nfind: a\ndelete\nend",
      says: ":6: no alternative holds for 2.6.16 i386"),
    entry(
      "edit a.c\neither until 2.6.16:\nfind: a\ndelete\nend",
      says: ":7: no alternative holds for 2.6.17"),
    entry(
      "edit a.c since 2.6.17\neither until 2.6.17:\nfind: a\ndelete\nor since 2.6.19:\nnothing\nend",
      says: ":7: no alternative holds for 2.6.18"),
    entry("either until 2.6.17:\nedit a.c\nfind: a\ndelete", says: ":6: is not closed by end"),
    entry("either:\nedit a.c\nfind: a\ndelete\nend", says: ":6: must be: either [since R]"),
    entry(
      "either since 2.6:\nedit a.c\nfind: a\ndelete\nend", says: ":6: \"2.6\" is not a release"),
    entry(
      "either until 2.6.17:\nedit a.c\nfind: a\ndelete\nor since 2.6.18:\nend",
      says: ":10: has nothing below it; write nothing"),
  ]

  static let kit = [
    Case(file: "one/0100-a/entry", text: "Subject: a\n\nnew a", says: "has no Reason:"),
    Case(
      file: "one/0100-a/entry", text: "Sujet: a\n", says: "0100-a/entry:1: \"Sujet\" is not known"),
    header("Until: 2.6", says: ":4: Until: must be a release"),
    header(
      "Since: 2.6.18\nUntil: 2.6.17", says: ":5: the range 2.6.18-2.6.17 ends before it begins"),
    header(
      "Requires: one/0050-b",
      says: ":4: requires one/0050-b, which is not before it in series"),
    header("Architectures: x86_64", says: ":4: \"Architectures\" is not known here"),
    header("Releases: 2.6.18", says: ":4: \"Releases\" is not known here"),
    Case(file: "one/0110-b/entry", text: "", says: "has no Subject:"),
    Case(file: "one/notes.txt", text: "", says: "one/notes.txt: is not listed in series"),
    Case(
      file: "one/0100-a/files/a.h", text: "x",
      says: "0100-a/files/a.h: is used by no entry; add new a.h to one"),
    Case(file: "one/0100-a/notes", text: "x", says: "0100-a/notes: is used by no entry"),
    Case(
      file: "kit", text: "Xen: 4.17\r\n", says: "kit: has CRLF line ends; convert it (dos2unix)"),
    series("one/0100-a\r\n", says: ": has CRLF line ends"),
    Case(
      file: "one/0100-a/entry", text: Scene.entry("edit a.c\nfind: a\ndelete").crlf,
      says: "0100-a/entry: has CRLF line ends"),
    series("one\n", says: ":1: must be: GROUP/NUMBER-NAME [+ARCHITECTURE …] [+ERA …]"),
    series("# x\none/100-a\n", says: ":2: must be: GROUP/NUMBER-NAME"),
    series("releases/0100-a\n", says: ":1: must be: GROUP/NUMBER-NAME"),
    series("one/0100-a +arm\n", says: ":1: \"+arm\" is not known here; expected: +i386, +x86_64, "),
    series("one/0100-a\none/0100-a\n", says: ":2: one/0100-a is listed twice"),
    Case(
      file: "series", text: "one/0100-a\none/0101-b\n",
      says: "series:2: lists one/0101-b, but "),
    Case(file: "series", text: "", says: "one/0100-a: is not listed in series"),
    Case(file: "kit", text: "", says: "kit: has no Xen:"),
    Case(file: "kit", text: "Xen: 9.9\n", says: "kit:1: Xen 9.9 is not modelled"),
    Case(file: "kit", text: "Xen: 4.17\nXen: 4.17\n", says: "kit:2: must be one line"),
    Case(file: "releases/2.6", text: "", says: "releases/2.6: is not named after a release"),
    release("", says: ": has no Architecture"),
    release("Architecture arm: port\n", says: ":1: must be: Architecture ARCH: port|mainline"),
    release("Architecture i386: ported\n", says: ":1: must be: Architecture ARCH"),
    release("Path asm: ../x\n", says: ":1: must be: Architecture ARCH"),
    Case(
      file: "releases/2.6.18.lock", text: "x", says: "2.6.18.lock: is not a lock, or is damaged"),
    Case(
      file: "releases/2.6.18.lock", text: SealedText.text(["pvkit lock 3", "release 2.6.19"]),
      says: "2.6.18.lock: is the lock of 2.6.19"),
  ]

  @Test(
    arguments: edits + sections + neverHolding + misspelt + empty + nested + alternatives + kit)
  func refuses(_ example: Case) throws {
    let plain = Scene.entry(example.entry)
    var files = ["one/0100-a/entry": plain].merging([example.file: example.text]) { $1 }
    if files["one/0100-a/entry"]?.contains("from a") == true { files["one/0100-a/files/a"] = "x" }
    try Scene.with(kit: files) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder).locks() }
      #expect(error?.description.contains(example.says) == true, "\(error?.description ?? "")")
    }
  }

  /// A kit brings its own files, and no others of the machine.
  @Test(arguments: [
    "kit", "series", "one", "one/0100-a", "one/0100-a/entry", "one/0100-a/files",
    "one/0100-a/files/d/a.h", "releases", "releases/2.6.18",
  ])
  func followsNoLink(_ path: String) throws {
    let kit = ["one/0100-a/entry": Scene.entry("new d/a.h"), "one/0100-a/files/d/a.h": "x"]
    try Scene.with(kit: kit) { scene in
      let place = scene.kitFolder + "/" + path
      #expect(rename(place, scene.folder + "/secret") == 0)
      #expect(symlink(scene.folder + "/secret", place) == 0)
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
      #expect(error?.description.contains("\(path): is a symbolic link") == true, "\(error!)")
    }
  }

  /// Not even where nothing reads it, as a group or an entry that the series does not name.
  @Test(arguments: [
    "cc", "one/0101-b", "one/0100-a/files/e", "one/0100-a/files/d/b.h", "configs", "configs/x86_64",
    "suppressions", "suppressions/x86_64", "suppressions/x86_64/all", "releases/2.6.20",
    "README.md",
    "releases/2.6.18.lock", "releases/2.6.18.proof", "programs/deep/er/x",
  ])
  func hasNoLink(_ path: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("new d/a.h"), "one/0100-a/files/d/a.h": "x",
      "programs/deep/er/y": "y", "series": "one/0100-a\n",
    ]
    for aim in ["/", "one", "nowhere", "../kit"] {
      try Scene.with(kit: kit) { scene in
        let place = scene.kitFolder + "/" + path
        let parent = URL(filePath: place).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        #expect(symlink(aim, place) == 0)
        let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
        #expect(error?.place == place && error?.cure.isEmpty == false, "\(error!)")
        #expect(error?.problem.hasPrefix("is a symbolic link") == true, "\(error!)")
      }
    }
  }

  /// The kit may be named by a link, and what is hidden is an editor's or git's.
  @Test func takesLinksThatAreNoPartOfIt() throws {
    let kit = ["one/0100-a/entry": Scene.entry("edit a.c\nfind: a\ndelete")]
    try Scene.with(kit: kit) { scene in
      #expect(symlink("nobody@host:1", scene.kitFolder + "/one/.#0100-a") == 0)
      #expect(symlink("kit", scene.folder + "/link") == 0)
      let named = try Kit(folder: scene.folder + "/link")
      #expect(named.entries.count == 1)
    }
  }

  /// A small kit that names a large file often, in one entry or in many.
  @Test(arguments: [(1, 5), (5, 1)]) func boundsWhatItBrings(_ entries: Int, _ each: Int) throws {
    let lines = (0..<each).map { "new a\($0).h from one/0100-a:a.h\n" }.joined()
    var kit = ["one/0100-a/files/a.h": "x"]
    for index in 0..<entries {
      let own = lines.replacing("a0.h", with: "b\(index).h")
      kit["one/010\(index)-a/entry"] = Scene.entry(own)
    }
    try Scene.with(kit: kit) { scene in
      let large = String(repeating: "int a;\n", count: 1 << 21)
      try scene.put(["one/0100-a/files/a.h": large], in: scene.kitFolder)
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
      let says = "has more than 64 MiB of files"
      #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }
  }

  /// What an editor or a killed `patch lock` has left beside the files.
  @Test func passesOverHiddenFiles() throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("edit a.c\nfind: a\ndelete"), "releases/.pvkit-4294967": "x",
      "suppressions/x86_64/.all.swp": "x",
    ]
    try Scene.with(tree: ["a.c": "a"], kit: kit) { scene in
      #expect(try Kit(folder: scene.kitFolder).releases.count == Scene.releases.count)
      let bench = try scene.bench()
      #expect(try bench.kit.suppressions(for: bench.target()).isEmpty)
    }
  }

  /// Copies that editors, patch and merge leave, wherever in a kit.
  @Test(arguments: [
    "releases/2.6.18~", "releases/2.6.18.lock~", "releases/2.6.18.proof.orig", "series.orig",
    "kit~", "suppressions/x86_64/all~", "suppressions/x86_64/#all#", "one/0100-a/entry~",
    "one/0100-a/.entry.swp", "one/0100-a/files/a.h.rej", "one/0100-a~/entry", "one~/0100-a/entry",
    "one/note.bak",
  ])
  func passesOverLeftovers(_ name: String) throws {
    let kit = [
      "one/0100-a/entry": Scene.entry("new a.h"), "one/0100-a/files/a.h": "int a;\n",
      "series": "one/0100-a\n", name: "x\n",
    ]
    try Scene.with(kit: kit) { scene in
      let bench = try scene.bench()
      #expect(bench.kit.releases.count == Scene.releases.count && bench.kit.entries.count == 1)
      #expect(try bench.kit.suppressions(for: bench.target()).isEmpty)
      #expect(try bench.kit.locks().isEmpty)
      #expect(try bench.kit.proofs().isEmpty)
    }
  }

  /// Going down to a file takes a look at each directory on the way.
  @Test(arguments: [(64, true), (65, false), (2000, false)])
  func boundsHowDeepAPathIs(_ depth: Int, _ isTaken: Bool) throws {
    let path = String(repeating: "d/", count: depth - 1) + "a.h"
    let kit = [
      "one/0100-a/entry": Scene.entry("new \(path) from a.h"), "one/0100-a/files/a.h": "int a;\n",
    ]
    try Scene.with(kit: kit) { scene in
      guard !isTaken else {
        _ = try scene.bench().apply(nil)
        return #expect(try scene.text(path) == "int a;\n")
      }
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
      #expect(error?.description.contains("is not a path of a file in a kernel's tree") == true)
    }
  }

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
      let entry = try #require(try Kit(folder: scene.kitFolder).entries(named: "0100").first)
      #expect(entry.id == "one/0100-a")
      #expect(entry.subject == "what: it does")
      #expect(entry.reason == "one two three")
      #expect(entry.releases.description == "2.6.16-2.6.18")
      #expect(entry.requires == ["one/0050-b"])
      #expect(entry.guards.words == ["+x86_64", "+i386", "+port"])
      let work = try #require(entry.works.first)
      #expect(work.path == "a.c" && work.what == "1 edit")
      #expect(work.condition == "since 2.6.18.1")
    }
  }

  /// The kit that comes with pvkit.
  @Test func readsItsOwn() throws {
    let kit = try Kit(folder: Places.package + "/patches")
    #expect(kit.groups.starts(with: ["toolchain", "xen", "core", "mm", "x86_64"]))
  }

  /// As a series for review: subjects as kernel people write them, and what offers the port comes
  /// last, so that nothing of it can be configured before all of it is there.
  @Test func itsOwnSeriesCanBeReviewed() throws {
    let kit = try Kit(folder: Places.package + "/patches")
    for entry in kit.entries {
      let subject = entry.subject
      #expect(subject.contains(/^[a-z][a-z0-9_\/.]*: [a-z]/), "\(entry.id): \(subject)")
      #expect(subject.count <= 75 && subject.last != ".", "\(entry.id): \(subject)")
      #expect(entry.reason.count > 10, "\(entry.id): \(entry.reason)")
    }
    let offers = try kit.entries.filter { entry in
      let file = "\(kit.folder)/\(entry.id)/entry"
      return String(decoding: try KitFile.read(file) ?? [], as: UTF8.self)
        .contains(/(?m)^config XEN$/)
    }
    let last = [Architecture.x86_64, .i386].map { architecture in
      kit.entries.last { $0.guards.hold(architecture, .port) }?.id
    }
    #expect(offers.map(\.id) == last)
  }

  @Test func scaffoldsAnEntryThatOnlyLacksItsFile() throws {
    let entry = Scene.entry("edit Makefile\nfind: VERSION = 2\nafter: # a")
    try Scene.with(kit: ["one/0104-a/entry": entry, "two/1000-b/entry": entry]) { scene in
      let kit = try Kit(folder: scene.kitFolder)
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

extension String {
  fileprivate var crlf: String { replacing("\n", with: "\r\n") }
}

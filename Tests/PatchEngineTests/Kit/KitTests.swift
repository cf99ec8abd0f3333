// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import PatchEngine

/// What a kit may not hold, and where the error says that it stands.
@Suite struct KitTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let text: String
    let says: String
    var testDescription: String { says }
  }

  static func entry(_ sections: String, says: String) -> Case {
    Case(file: "one/0100-a.entry", text: Scene.entry(sections), says: "0100-a.entry" + says)
  }

  static let cases = [
    entry("edit a.c\nfind: x", says: ":7: ends without an operation"),
    entry("edit a.c\nreplace: x", says: ":7: has no find: before it"),
    entry("edit a.c\nfind: a\nappend: x", says: ":8: takes no anchor"),
    entry("edit a.c\nfind:\ndelete", says: ":7: has no anchor behind its colon"),
    entry("edit a.c\nfind: a\nfind: b\ndelete", says: ":8: is said twice for one edit"),
    entry(
      "edit a.c\nfind twice: a\ndelete", says: ":7: must be: find [N times] [word|line]: ANCHOR"),
    entry("edit a.c\nfind 0 times: a\ndelete", says: ":7: must be: find [N times]"),
    entry(
      "edit a.c\nfind: a\nremove", says: ":8: \"remove\" is not known here; expected: find: ANCHOR"),
    entry("edit a.c\nfind: a\ndelete: x", says: ":8: must be: delete"),
    entry("edit a.c\nfind: a\nwrap: x", says: ":8: must be: wrap SYMBOL: TEXT"),
    entry("edit a.c\nfind: a\nreplace:\n<<<\nx", says: ":9: the block is not closed"),
    entry("edit a.c\nfind: a\n  more\ndelete", says: ":8: starts with a blank"),
    entry("edit ../a.c\nfind: a\ndelete", says: ":6: ../a.c is not a path below the tree's top"),
    entry("edit /a.c\nfind: a\ndelete", says: ":6: /a.c is not a path"),
    entry("edit .pvkit/now/record\nfind: a\ndelete", says: ":6: .pvkit/now/record is not a path"),
    entry("new .git/hooks/pre-commit", says: ":6: .git/hooks/pre-commit is not a path"),
    entry("new a/.b", says: ":6: a/.b is not a path"),
    entry("edit a.c\nfind 1001 times: a\ndelete", says: ":7: must be: find [N times]"),
    entry("edit a.c in 2.6.18\nfind: a\ndelete", says: ":6: does not know \"in\""),
    entry("edit a.c on 2.6\nfind: a\ndelete", says: ":6: \"2.6\" is not a set of releases"),
    entry("edit a.c", says: ":6: has no edit below it"),
    entry("new a.h", says: ":6: "),
    entry("generate shim a.h", says: ":6: must be: generate KIND PATH"),
    entry("generate shims a.h for 9.9", says: ":6: Xen 9.9 is not modelled"),
    entry("generate shims a.h only xen", says: ":6: does not know \"only\""),
    entry("generate shims a.h arch arm", says: ":6: arch is i386 or x86_64"),
    entry("generate shims a.h arch i386 entry vmcall", says: ":6: no entry vmcall for i386 pv"),
    entry("generate shims a.h include <a", says: ":6: include is NAME or <NAME>"),
    entry("generate headers a.h only nothing", says: ":6: no header nothing"),
    entry("generate headers a.h interface 0x50000", says: ":6: Xen 4.17 has no interface 0x50000"),
    entry("", says: ": does nothing"),
    Case(file: "one/0100-a.entry", text: "Subject: a\n\nnew a", says: "has no Reason:"),
    Case(
      file: "one/0100-a.entry", text: "Sujet: a\n", says: "0100-a.entry:1: \"Sujet\" is not known"),
    Case(
      file: "one/0100-a.entry", text: Scene.entry("", releases: "2.6.18-2.6.16"),
      says: "0100-a.entry:4: Releases: must be a list"),
    Case(
      file: "one/0100-a.entry",
      text: "Subject: a\nReason: b\nOrigin: c\nReleases: 2.6.18\nArchitectures: arm\nnew a",
      says: "0100-a.entry:5: Architectures: must be of i386, x86_64"),
    Case(
      file: "one/1000-a.entry", text: "", says: "must begin with a number of four digits in 100–999"
    ),
    Case(file: "one/0100.entry", text: "", says: "must begin with a number"),
    Case(file: "one/notes.txt", text: "", says: "notes.txt: is neither an entry"),
    Case(
      file: "one/files/a.h", text: "x", says: "files/a.h: is used by no entry; add `new a.h` to one"
    ),
    Case(file: "series", text: "100 one\n", says: "series:1: must be: FIRST-LAST GROUP"),
    Case(
      file: "series", text: "0100-0200 a b\n0200-0300 c d\n",
      says: "series:2: repeats the name or numbers of a group above"),
  ]

  @Test(arguments: cases) func refuses(_ example: Case) throws {
    try Scene.with(kit: [example.file: example.text]) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
      #expect(error?.description.contains(example.says) == true, "\(error?.description ?? "")")
    }
  }

  /// A kit brings its own files, and no others of the machine.
  @Test(arguments: ["series", "one", "one/0100-a.entry", "one/files", "one/files/d/a.h"])
  func followsNoLink(_ path: String) throws {
    let kit = ["one/0100-a.entry": Scene.entry("new d/a.h"), "one/files/d/a.h": "x"]
    try Scene.with(kit: kit) { scene in
      let place = scene.kitFolder + "/" + path
      #expect(rename(place, scene.folder + "/secret") == 0)
      #expect(symlink(scene.folder + "/secret", place) == 0)
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
      #expect(error?.description.contains("\(path): is a symbolic link") == true)
    }
  }

  @Test func refusesTwoOfOneNumber() throws {
    let entry = Scene.entry("edit a.c\nfind: a\ndelete")
    try Scene.with(kit: ["one/0100-a.entry": entry, "one/0100-b.entry": entry]) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder) }
      let words = "0100-b.entry: has the same number as one/0100-a"
      #expect(error?.description.contains(words) == true)
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
      Releases: -2.6.16, 2.6.18
      Architectures: x86_64 i386

      edit a.c on 2.6.18.1
      # a comment
      find: a
      delete
      """
    try Scene.with(kit: ["one/0100-a.entry": text]) { scene in
      let entry = try #require(try Kit(folder: scene.kitFolder).entry(named: "0100"))
      #expect(entry.id == "one/0100-a")
      #expect(entry.subject == "what: it does")
      #expect(entry.reason == "one two three")
      #expect(entry.architectures == ["x86_64", "i386"])
      let work = try #require(entry.works.first)
      #expect(work.path == "a.c" && work.what == "1 edit")
      #expect(work.releases.description == "2.6.18.1")
    }
  }

  /// The kit that comes with pvkit.
  @Test func readsItsOwn() throws {
    let kit = try Kit(folder: Places.package + "/patches")
    #expect(kit.groups.map(\.name).starts(with: ["toolchain", "xen", "x86_64"]))
  }

  @Test func scaffoldsAnEntryThatOnlyLacksItsFile() throws {
    let entry = Scene.entry("edit a.c\nfind: a\ndelete")
    try Scene.with(kit: ["one/0104-a.entry": entry]) { scene in
      let kit = try Kit(folder: scene.kitFolder)
      let scaffold = try Scaffold(kit, group: "one", name: "new-one")
      #expect(scaffold.path == scene.kitFolder + "/one/0110-new-one.entry")
      #expect(try Scaffold(kit, group: "two", name: "x").path.hasSuffix("/two/1000-x.entry"))
      try scene.put(["one/0110-new-one.entry": Scaffold.text], in: scene.kitFolder)
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.refusals.last?.description.contains("PATH/OF/A/FILE: is missing") == true)
      #expect(throws: PatchError.self) { try Scaffold(kit, group: "one", name: "a b") }
      #expect(throws: PatchError.self) { try Scaffold(kit, group: "three", name: "a") }
    }
  }
}

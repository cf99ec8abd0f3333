// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Glibc
import HypervisorABI
import Testing

@testable import PatchEngine

/// What a kit may not hold besides its entries, and where the error says that it stands.
@Suite struct KitTests {
  static let files: [KitCase] = [
    KitCase(
      file: "kit", text: "Xen: 4.17\r\n", says: "kit: has CRLF line ends; convert it (dos2unix)"),
    KitCase(file: "kit", text: "", says: "kit: has no Xen:"),
    KitCase(file: "kit", text: "Xen: 9.9\n", says: "kit:1: Xen 9.9 is not modelled"),
    KitCase(file: "kit", text: "Xen: 4.17\nXen: 4.17\n", says: "kit:2: must be one line"),
    KitCase(file: "releases/2.6", text: "", says: "releases/2.6: is not named after a release"),
    .release("", says: ": has no Architecture"),
    .release("Architecture arm: port\n", says: ":1: must be: Architecture ARCH: port|mainline"),
    .release("Architecture i386: ported\n", says: ":1: must be: Architecture ARCH"),
    .release("Path asm: ../x\n", says: ":1: must be: Architecture ARCH"),
    KitCase(
      file: "releases/2.6.18.lock", text: "x", says: "2.6.18.lock: is not a lock, or is damaged"),
    KitCase(
      file: "releases/2.6.18.lock", text: SealedText.text(["pvkit lock 3", "release 2.6.19"]),
      says: "2.6.18.lock: is the lock of 2.6.19"),
  ]

  @Test(arguments: files) func refuses(_ example: KitCase) throws { try example.isRefused() }

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
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
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
        let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
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
      let named = try Kit(directory: scene.folder + "/link")
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
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
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
      #expect(try Kit(directory: scene.kitFolder).releases.count == Scene.releases.count)
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
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      #expect(error?.description.contains("is not the path of a file in a kernel tree") == true)
    }
  }

  /// The kit that comes with pvkit.
  @Test func readsItsOwn() throws {
    let kit = try Kit(directory: Places.package + "/patches")
    #expect(kit.groups.starts(with: ["toolchain", "xen", "core", "mm", "x86_64"]))
  }
}

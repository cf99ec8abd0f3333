// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Glibc
import Testing

@testable import PatchEngine

@Suite struct WorkbenchTests {
  /// Nobody changed its lines: it is gone, and the record has what brings it back.
  @Test func saysThatAFileWasDeleted() throws {
    try Example.with { scene in
      let before = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      let path = scene.treeFolder + "/kernel/a.c"
      try FileManager.default.removeItem(atPath: path)
      let error = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(error?.place == path && error?.problem == "was deleted since pvkit wrote it")
      let copy = try #require(error?.cure.split(separator: " ").dropLast().last.map(String.init))
      #expect(error?.cure.hasSuffix(": cp \(copy) \(path)") == true, "\(error!)")
      try FileManager.default.copyItem(atPath: copy, toPath: path)
      _ = try scene.bench().revert(nil)
      #expect(try scene.snapshot() == before)
      _ = try scene.bench().apply(nil)
      for file in ["kernel/a.c", "kernel/end.c"] {
        try FileManager.default.removeItem(atPath: scene.treeFolder + "/" + file)
      }
      let both = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      let says = "2 files were deleted since pvkit wrote them: kernel/a.c, kernel/end.c"
      #expect(both?.problem == says)
    }
  }

  @Test func appliesOnceAndSaysSo() throws {
    try Example.with { scene in
      let first = try scene.bench().apply(nil)
      #expect(first.entries.map(\.state) == [.applied, .applied, .applied, .idle])
      let applied = try scene.snapshot()
      let again = try scene.bench().apply(nil)
      #expect(again.entries.map(\.state) == [.present, .present, .present, .idle])
      #expect(again.files.isEmpty)
      #expect(try scene.snapshot() == applied)
      #expect(applied["include/xen/b.h"] == "644 /* b, without an end */")
    }
  }

  /// Whatever is applied and taken off in whatever order, it is the same tree.
  @Test func takesGroupsInAnyOrder() throws {
    try Example.with { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      let all = try scene.snapshot()
      _ = try scene.bench().revert(EntryChoice(groups: ["one"]))
      let two = try scene.snapshot()
      #expect(two["include/xen/b.h"] == nil && two["arch/notes.S"] != nil)
      #expect(try KitFile.names(scene.treeFolder + "/include") == nil)
      _ = try scene.bench().apply(EntryChoice(groups: ["one"]))
      #expect(try scene.snapshot() == all)
      let reverted = try scene.bench().revert(nil)
      #expect(reverted.entries.map(\.state) == [.reverted, .reverted, .reverted])
      #expect(try scene.snapshot() == vanilla)
      #expect(!scene.hasRecord)
      #expect(try scene.bench().revert(nil).entries.isEmpty)
    }
  }

  @Test func aTrialChangesNothing() throws {
    try Example.with { scene in
      let vanilla = try scene.snapshot()
      let outcome = try scene.bench().apply(nil, isTrial: true)
      #expect(outcome.files.count == 7)
      #expect(outcome.entries.map(\.state) == [.toApply, .toApply, .toApply, .idle])
      #expect(try scene.snapshot() == vanilla)
      #expect(!scene.hasRecord)
    }
  }

  @Test func keepsModesAndHardLinks() throws {
    try Example.with { scene in
      chmod(scene.treeFolder + "/kernel/a.c", 0o750)
      let other = scene.folder + "/other.c"
      #expect(link(scene.treeFolder + "/kernel/a.c", other) == 0)
      let before = try KitFile.read(other)
      _ = try scene.bench().apply(nil)
      #expect(try scene.snapshot()["kernel/a.c"]?.hasPrefix("750 ") == true)
      #expect(try KitFile.read(other) == before)
      _ = try scene.bench().revert(nil)
      #expect(try scene.snapshot()["kernel/a.c"]?.hasPrefix("750 ") == true)
    }
  }

  /// make must build again what came from a file that was patched.
  @Test func givesRevertedFilesANewTime() throws {
    try Example.with { scene in
      var old = [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]
      utimes(scene.treeFolder + "/kernel/a.c", &old)
      _ = try scene.bench().apply(nil)
      _ = try scene.bench().revert(nil)
      var status = stat()
      stat(scene.treeFolder + "/kernel/a.c", &status)
      #expect(time(nil) - status.st_mtim.tv_sec < 100)
    }
  }

  @Test func changesBeforeApplyAreKept() throws {
    try Example.with { scene in
      let mine = Example.tree["kernel/a.c"]! + "int mine;\n"
      try scene.put(["kernel/a.c": mine], in: scene.treeFolder)
      _ = try scene.bench().apply(nil)
      #expect(try scene.text("kernel/a.c")?.contains("int mine;") == true)
      _ = try scene.bench().revert(nil)
      #expect(try scene.text("kernel/a.c") == mine)
    }
  }

  @Test func changesAfterApplyAreKeptOrRefused() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(EntryChoice(groups: ["one"]))
      try scene.put(["kernel/a.c": "mine\n", "kernel/end.c": "mine\n"], in: scene.treeFolder)
      let status = try scene.bench().status(nil)
      #expect(status.files == ["kernel/a.c", "kernel/end.c"])
      let error = #expect(throws: PatchError.self) { try scene.bench().apply(nil) }
      #expect(error?.description.contains("kernel/a.c: was changed since pvkit wrote it") == true)
      #expect(status.said == ["apply would be refused: \(error!)"])
      #expect(status.entries.map(\.state) == [.refused, .present, .refused, .idle])
      // All files, and not the first one.
      let revert = #expect(throws: PatchError.self) { try scene.bench().revert(nil) }
      #expect(revert?.problem.hasPrefix("2 files were changed since pvkit wrote them") == true)
      #expect(revert?.problem.hasSuffix("would change: kernel/a.c, kernel/end.c") == true)
      #expect(try scene.text("kernel/a.c") == "mine\n")
      // Nothing of the second group goes into the other file: its change may stay.
      let applied = try applied(scene, "kernel/a.c") ?? ""
      try scene.put(["kernel/a.c": applied], in: scene.treeFolder)
      _ = try scene.bench().apply(nil)
      #expect(try scene.text("kernel/end.c") == "mine\n")
      #expect(try scene.bench().status(nil).files == ["kernel/end.c"])
    }
  }

  /// Changes in other lines than the kit's go along, there and back.
  @Test func changesBesideTheKitsAreTakenOver() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(EntryChoice(groups: ["one"]))
      let mine = "/* mine */\n"
      for path in ["kernel/a.c", "Makefile"] {
        let text = try #require(try scene.text(path))
        try scene.put(
          [path: path == "Makefile" ? text + "NAME = x\n" : mine + text], in: scene.treeFolder)
      }
      _ = try scene.bench().apply(nil)
      let both = try #require(try scene.text("kernel/a.c"))
      #expect(both.hasPrefix(mine) && both.contains("z.h") && both.contains("CONFIG_XEN"))
      #expect(try scene.bench().status(nil).files == ["kernel/a.c"])
      _ = try scene.bench().revert(nil)
      #expect(try scene.text("kernel/a.c") == mine + Example.tree["kernel/a.c"]!)
      #expect(try scene.text("Makefile") == Scene.makefile + "NAME = x\n")
      #expect(!scene.hasRecord)
    }
  }

  /// A file that is gone is not there, although the kit has nothing new for it.
  @Test func namesAFileThatIsGone() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      unlink(scene.treeFolder + "/kernel/end.c")
      let after = try scene.snapshot()
      for isTrial in [false, true] {
        let error = #expect(throws: PatchError.self) {
          try scene.bench().apply(nil, isTrial: isTrial)
        }
        #expect(error?.place == scene.treeFolder + "/kernel/end.c", "\(error?.description ?? "")")
        #expect(error?.problem == "was deleted since pvkit wrote it")
      }
      #expect(try scene.snapshot() == after)
      let status = try scene.bench().status(nil)
      #expect(status.files == ["kernel/end.c"] && status.entries.first?.state == .refused)
      // One that the kit made is made again.
      try scene.put(["kernel/end.c": "int last;"], in: scene.treeFolder)
      unlink(scene.treeFolder + "/include/xen/b.h")
      _ = try scene.bench().apply(nil)
      #expect(try scene.text("include/xen/b.h") != nil)
    }
  }

  /// git checkout, or a new unpacking over the tree.
  @Test func appliesAgainWhatBecameVanilla() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      let applied = try scene.snapshot()
      try scene.put(Example.tree, in: scene.treeFolder)
      unlink(scene.treeFolder + "/include/xen/b.h")
      #expect(try scene.bench().status(nil).files.count == 5)
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.entries.map(\.state) == [.renewed, .renewed, .renewed, .idle])
      #expect(try scene.snapshot() == applied)
      try scene.put(Example.tree, in: scene.treeFolder)
      _ = try scene.bench().revert(nil)
      #expect(!scene.hasRecord)
    }
  }

  /// Taking the kit off needs no lock, and does not ask again whether what stays may be there.
  @Test func removesItWhateverTheLocksAre() throws {
    try Example.with { scene in
      func bench() throws -> Workbench {
        try Workbench(
          kit: Kit(directory: scene.kitFolder), tree: KernelTree(path: scene.treeFolder),
          holdsToLocks: false)
      }
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      try scene.put(["releases/2.6.17.lock": "x"], in: scene.kitFolder)
      #expect(throws: PatchError.self) { try scene.bench() }
      let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = -92.el5")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      #expect(try bench().revert(EntryChoice(groups: ["two"])).refusals.isEmpty)
      try scene.put(["Makefile": Scene.makefile], in: scene.treeFolder)
      #expect(try bench().revert(nil).refusals.isEmpty)
      #expect(try scene.snapshot() == vanilla && !scene.hasRecord)
    }
  }

  @Test func theTopIsAPlaceToo() throws {
    try Example.with { scene in
      let tree = try KernelTree(path: scene.treeFolder + "//")
      #expect(tree.place("") == scene.treeFolder)
      #expect(tree.place("a.c") == scene.treeFolder + "/a.c")
    }
  }

  @Test func theReleasesEndMayChange() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      let makefile = Scene.makefile.replacing("EXTRAVERSION =", with: "EXTRAVERSION = -mine")
      try scene.put(["Makefile": makefile], in: scene.treeFolder)
      let outcome = try scene.bench().revert(nil)
      #expect(outcome.release == "2.6.18-mine")
      #expect(!scene.hasRecord)
    }
  }

  private func applied(_ scene: Scene, _ path: String) throws -> String? {
    try scene.bench().appliedKit?.applied(path).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func renewsWhatAnotherKitApplied() throws {
    try Example.with { scene in
      _ = try scene.bench().apply(nil)
      try scene.put(
        ["one/0110-files/files/b-old.h": "/* newer */\n"], in: scene.kitFolder)
      // Status says what apply would do.
      let before = [EntryState.present, .toRenew, .present, .idle]
      #expect(try scene.bench().status(nil).entries.map(\.state) == before)
      #expect(try scene.bench().apply(nil, isTrial: true).entries.map(\.state) == before)
      let outcome = try scene.bench().apply(nil)
      #expect(outcome.entries.map(\.state) == [.present, .renewed, .present, .idle])
      #expect(outcome.files == ["include/xen/b.h"])
      #expect(try scene.text("include/xen/b.h") == "/* newer */\n")
      _ = try scene.bench().revert(nil)
      #expect(!scene.hasRecord)
    }
  }

  @Test func takesOffWhatTheKitNoLongerHas() throws {
    try Example.with { scene in
      let vanilla = try scene.snapshot()
      _ = try scene.bench().apply(nil)
      try FileManager.default.removeItem(atPath: scene.kitFolder + "/two/1000-more")
      try scene.put(
        ["series": "one/0100-edits\none/0110-files\ntwo/1010-later\n"], in: scene.kitFolder)
      for outcome in [
        try scene.bench().status(nil), try scene.bench().apply(nil, isTrial: true),
      ] {
        #expect(outcome.entries.last?.entry == "two/1000-more")
        #expect(outcome.entries.last?.state == .toRevert)
      }
      let trial = try scene.bench().revert(nil, isTrial: true)
      #expect(trial.entries.allSatisfy { $0.state == .toRevert })
      _ = try scene.bench().revert(nil)
      #expect(try scene.snapshot() == vanilla)
    }
  }
}

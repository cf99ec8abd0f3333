// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// `pvkit patch prove`, on a tree that is built in seconds: every step and what may go wrong in it.
@Suite(.serialized) struct PatchProveTests {
  @Test func provesEveryRoleAndRecordsIt() throws {
    try FakeKernel.with(smp: "CONFIG_XEN=y\nCONFIG_SMP=y\n") { fake in
      let before = try Snapshot(fake.tree)
      let run = try fake.prove("--record")
      try #require(run.status == 0, "\(run.output)\(run.errors)")
      let steps = [
        "copy", "apply", "build", "audit", "model", "bare", "dom0", "domU", "smp", "shim", "revert",
      ]
      for (index, step) in steps.enumerated() {
        #expect(run.errors.contains("pvkit: [\(index + 1)/\(steps.count)] \(step): held after "))
        #expect(run.output.split(separator: "\n").contains { $0.hasPrefix("\(step) ") })
      }
      #expect(run.output.hasSuffix("Linux 2.6.18: proven\n"))
      #expect(run.output.contains { $0 == "\n" } && run.output.contains("system call  3.00  3.00"))
      #expect(try fake.left().isEmpty)
      #expect(try Snapshot(fake.tree).differences(from: before).isEmpty)
      let proof = try String(
        contentsOfFile: fake.kit + "/releases/2.6.18.proof", encoding: .utf8)
      let lines = proof.split(separator: "\n")
      for step in steps { #expect(lines.contains { $0.hasPrefix("result x86_64 \(step) held ") }) }
      #expect(lines.contains("hypervisor Xen 4.17") && lines.contains { $0.hasPrefix("kit ") })
      #expect(lines.contains("timing x86_64 domU 300 system call"))
      #expect(lines.contains { $0.hasPrefix("entry one/0100-words ") })
      #expect(lines.contains { $0.hasPrefix("part ") && $0.hasSuffix(" Config x86_64") })
      #expect(!proof.contains(fake.folder))
      // What is proven is not proven again.
      let all = try fake.proveAll([fake.tree])
      #expect(all.status == 0 && all.output == "Linux 2.6.18 x86_64: proven before\n", "\(all)")
      #expect(
        try String(contentsOfFile: fake.kit + "/releases/2.6.18.proof", encoding: .utf8) == proof)
    }
  }

  /// Each tree of a directory; parts of the work share no release, and a failure is tried again.
  @Test func provesAllTreesOfADirectory() throws {
    try FakeKernel.with(make: "FAIL=allnoconfig") { fake in
      let releases = fake.kit + "/releases/"
      try Writer.run("cp", releases + "2.6.18", releases + "2.6.19")
      var trees: [String] = []
      for (name, number) in [("a", "19"), ("b", "18"), ("c", "30"), ("d", "18-rc1")] {
        let tree = fake.folder + "/other/" + name
        try FileManager.default.createDirectory(
          atPath: fake.folder + "/other", withIntermediateDirectories: true)
        try Writer.run("cp", "-a", fake.tree, tree)
        let makefile = try String(contentsOfFile: tree + "/Makefile", encoding: .utf8)
        let parts = number.split(separator: "-")
        try makefile.replacing("SUBLEVEL = 18", with: "SUBLEVEL = \(parts[0])")
          .replacing("EXTRAVERSION =", with: "EXTRAVERSION = " + (parts.count > 1 ? "-rc1" : ""))
          .write(toFile: tree + "/Makefile", atomically: false, encoding: .utf8)
        trees.append(tree)
      }
      let lines = ["18", "19"].map { "Linux 2.6.\($0) x86_64: not proven\n" }
      let nothing = "nothing to prove: this part has no release\n"
      for (shard, output) in [
        ("1/2", lines[0]), ("2/2", lines[1]), ("3/3", nothing), ("1/1", lines.joined()),
      ] {
        let run = try fake.proveAll(trees, "--shard", shard)
        #expect(run.status == (output == nothing ? 0 : 1) && run.output == output, "\(run)")
        #expect(run.errors.contains("-c: Linux 2.6.30 is a release that the kit does not know"))
        #expect(run.errors.contains("-d: Linux 2.6.18-rc1 is not a release of kernel.org"))
        let recorded = ["18", "19"].filter {
          FileManager.default.fileExists(atPath: releases + "2.6.\($0).proof")
        }
        let isFirst = shard == "1/2"
        #expect(recorded == (isFirst ? ["18"] : ["18", "19"]))
      }
      try fake.proveAll([fake.tree, trees[1]]).expectOneError(containing: "is Linux 2.6.18, as ")
    }
  }

  /// What was proven is in the record, and nothing else: of the release's own files, with one kit.
  @Test func recordsOnlyWhatWasProven() throws {
    try FakeKernel.with { fake in
      // Boots as a domU take longest, and change nothing here.
      let release = fake.kit + "/releases/2.6.18"
      let known = try String(contentsOfFile: release, encoding: .utf8)
      try (known + "Without domU x86_64: no time\nWithout shim x86_64: no time\n")
        .write(toFile: release, atomically: false, encoding: .utf8)
      try Writer.pvkit("patch", "lock", "--kit", fake.kit, fake.tree)
      let proof = fake.kit + "/releases/2.6.18.proof"
      let file = fake.tree + "/guest/tests.c"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      try (text + "int mine;\n").write(toFile: file, atomically: false, encoding: .utf8)
      try fake.prove("--record")
        .expectOneError(containing: "has other files than Linux 2.6.18: guest/tests.c; take the")
      #expect(try fake.left().isEmpty)
      try text.write(toFile: file, atomically: false, encoding: .utf8)
      let makefile = fake.tree + "/Makefile"
      let settings = "cp $(KCONFIG_ALLCONFIG) .config"
      try String(contentsOfFile: makefile, encoding: .utf8)
        .replacing(settings, with: settings + "\n\techo CONFIG_MINE=y >> $(KCONFIG_ALLCONFIG)")
        .write(toFile: makefile, atomically: false, encoding: .utf8)
      let run = try fake.prove("--record")
      #expect(run.status == 3, "\(run.errors)")
      #expect(run.errors.contains("was changed while it was proven, so that nothing is recorded: "))
      #expect(run.errors.contains("Config x86_64; prove it again"), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: proof))
      #expect(try fake.left().isEmpty)
    }
  }

  /// What goes wrong, in which step, what of it is said, and what is not tried then.
  struct Case: Sendable, CustomTestStringConvertible {
    let step: String
    var make = "FAIL=none"
    var says = FakeKernel.works
    var code = ""
    let words: String
    /// The number of steps that fail.
    var count = 1
    var role = "dom0"
    var skips: [String] = []
    var configuration = ""
    var smp = ""
    /// Another step that fails for a reason of its own.
    var other: (step: String, words: String)?
    var failures: [(step: String, words: String)] {
      let own = (step: step, words: words)
      guard let other else { return [own] }
      return [own, other]
    }
    var testDescription: String { "\(step): \(words)" }
  }

  static let cases = [
    Case(
      step: "build", make: "FAIL=allnoconfig", words: "allnoconfig: error: as asked for",
      skips: ["audit", "model", "dom0"]),
    Case(
      step: "build", make: "FAIL=vmlinux", words: "make ended with status 2",
      skips: ["audit", "dom0"]),
    Case(
      step: "build", code: "not C", words: "error: ", skips: ["audit", "dom0"]),
    Case(step: "audit", code: #"asm volatile("lgdt (%rax)");"#, words: "lgdt", role: "bare"),
    Case(
      step: "model", says: #"not ok 47 - seeded\n# failed\n"#, words: "pvkit ended with status 1",
      count: 2),
    Case(
      step: "dom0", says: #"not ok 47 - seeded\n# failed\n"#, words: "not ok 47 - seeded", count: 2),
    Case(step: "dom0", says: #"# all is well\n"#, words: "bench: the guest powered off"),
    Case(
      step: "dom0", says: #"# no end\n"#, words: "stress: the guest powered off", count: 2),
    // Nobody listened at its port; and the kernel for several vCPUs is not for Xen.
    Case(
      step: "devices", words: "devices: what came back by TCP is not what was sent", count: 2,
      role: "domU", configuration: FakeKernel.drivers, smp: "CONFIG_SMP=y\n",
      other: ("smp", "make ended with status 2")),
    Case(step: "bare", make: "FAIL=bzImage", words: "as asked for", role: "bare"),
    Case(step: "revert", make: "FAIL=distclean", words: "the tree is not what it was"),
  ]

  @Test(arguments: cases) func saysWhichStepFailed(_ example: Case) throws {
    try FakeKernel.with(
      make: example.make, says: example.says, code: example.code,
      configuration: example.configuration, smp: example.smp
    ) { fake in
      let run = try fake.prove("--role", example.role)
      #expect(run.status == 1, "\(run.output)\(run.errors)")
      for (step, words) in example.failures {
        #expect(run.errors.contains("] \(step): failed after "))
        #expect(run.errors.contains(words), "\(run.errors)")
      }
      #expect(run.output.hasSuffix("Linux 2.6.18: not proven\n"))
      let failed = run.output.split(separator: "\n").filter { $0.contains(" failed ") }
      #expect(failed.count == example.count, "\(run.output)")
      for step in example.skips {
        #expect(run.output.contains { _ in run.output.contains("\(step)") })
        #expect(!run.errors.contains("] \(step) …"))
      }
      // Only the logs are left, at the place that is said.
      let left = try #require(try fake.left().first)
      #expect(try fake.left().count == 1)
      let kept = fake.scratch + "/" + left
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: kept).sorted() == [".kept", "logs"])
      for (step, _) in example.failures {
        let log = step == "devices" ? "domU-devices" : step
        #expect(run.errors.contains("the log: \(kept)/logs/\(log)"))
      }
    }
  }

  @Test func anEntryThatDoesNotFitIsRefused() throws {
    try FakeKernel.with { fake in
      let file = fake.tree + "/guest/tests.c"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      try text.replacing("TAP version", with: "no version")
        .write(toFile: file, atomically: false, encoding: .utf8)
      let run = try fake.prove("--role", "dom0")
      #expect(run.status == 1 && run.errors.contains("] apply: failed"), "\(run.errors)")
      #expect(run.errors.contains("not found") && run.output.contains("build   skipped"))
      // No log has more to say.
      #expect(try fake.left().isEmpty)
    }
  }

  /// By Ctrl-C or a signal, while make runs: nothing is left, and the old record is as it was.
  @Test(arguments: [("INT", 130), ("TERM", 143)])
  func interruptedLeavesNothing(_ signal: String, _ status: Int) throws {
    let seconds = "98\(getpid())\(status)"
    try FakeKernel.with(make: "HANG=vmlinux SECONDS_OF_SLEEP=\(seconds)") { fake in
      let record = fake.kit + "/releases/2.6.18.proof"
      try "old\n".write(toFile: record, atomically: false, encoding: .utf8)
      // A shell ignores SIGINT for what it runs in the background.
      let script = """
        setpriv --reset-env true
        perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$@" 2> "$TMPDIR/../errors" & child=$!
        until pgrep -f "[s]leep \(seconds)" > /dev/null; do sleep 0.1; done
        kill -\(signal) $child
        wait $child
        """
      let run = try Command.run(
        [
          "sh", "-c", script, "sh", Places.pvkit, "patch", "prove", "--kit", fake.kit, "--programs",
          fake.programs, "--record", fake.tree,
        ], environment: ["TMPDIR": fake.scratch])
      #expect(Int(run.status) == status, "\(run.errors)")
      #expect(try fake.left().isEmpty)
      #expect(
        try String(contentsOfFile: fake.scratch + "/../errors", encoding: .utf8).hasSuffix(
          "pvkit: interrupted: nothing of this proof is recorded, and its files are removed\n"))
      #expect(try Command.run(["pgrep", "-f", "sleep \(seconds)"]).status == 1)
      #expect(try String(contentsOfFile: record, encoding: .utf8) == "old\n")
    }
  }

  /// Before anything is begun, all that is missing is named at once.
  @Test func namesWhatIsMissing() throws {
    try FakeKernel.with { fake in
      let programs = fake.folder + "/bin"
      try Writer.put(["timeconst.bc": ""], in: fake.tree + "/kernel/time")
      try Writer.put(["x": ""], in: programs)
      let run = try fake.prove("--role", "bare", environment: ["PATH": programs])
      run.expectOneError(
        containing: "apt-get install -y make gcc binutils gzip diffutils util-linux bc "
          + "qemu-system-x86")
      #expect(try fake.left().isEmpty)
      let none = try fake.prove(
        "--programs", fake.folder, environment: [:])
      none.expectOneError(containing: "has no Makefile; give the directory of the programs")
    }
  }

  @Test func namesAFullDisk() throws {
    try FakeKernel.with(make: "FAIL=none") { fake in
      let makefile = fake.tree + "/Makefile"
      let text = try String(contentsOfFile: makefile, encoding: .utf8)
      try text.replacing("$(MAKE) -C guest", with: "cp Makefile /dev/full")
        .write(toFile: makefile, atomically: false, encoding: .utf8)
      let run = try fake.prove("--role", "dom0")
      #expect(run.status == 1)
      #expect(run.errors.contains("the disk is full: make room, or set TMPDIR"), "\(run.errors)")
      let nowhere = try fake.prove(environment: ["TMPDIR": fake.folder + "/none"])
      nowhere.expectOneError(containing: "No such file or directory; set TMPDIR to a writable")
    }
  }

  @Test func takesWhatMakesSense() throws {
    try FakeKernel.with { fake in
      #expect(try fake.prove("--record", "--role", "dom0").status == 2)
      #expect(try fake.prove("--record", "--config", "/dev/null").status == 2)
      #expect(try fake.prove("--jobs", "0").status == 2)
      #expect(try fake.prove("--shard", "1/2").status == 2)
      #expect(try fake.prove("--all", "--trees", fake.folder).status == 2)
      #expect(try fake.proveAll([], "--arch", "i386").status == 2)
      let lone = "has no source tree of a release that the kit knows"
      try Command.run([
        Places.pvkit, "patch", "prove", "--kit", fake.kit, "--all", "--trees", fake.kit,
      ]).expectOneError(containing: "\(fake.kit): \(lone)\n")
      try Command.run([
        Places.pvkit, "patch", "prove", "--kit", fake.kit, "--all", "--trees", fake.tree,
      ]).expectOneError(containing: "\(lone); it is one itself: name the directory that it is in")
      try fake.prove("--arch", "i386").expectOneError(containing: "build it with ARCH=x86_64")
      try fake.prove("--role", "dom0", "--config", fake.folder + "/none")
        .expectOneError(containing: "/none: No such file or directory; name a kernel's")
      let makefile = try String(contentsOfFile: fake.tree + "/Makefile", encoding: .utf8)
      func release(_ words: String, _ instead: String) throws {
        try makefile.replacing(words, with: instead)
          .write(toFile: fake.tree + "/Makefile", atomically: false, encoding: .utf8)
      }
      try release("EXTRAVERSION =", "EXTRAVERSION = -rc3")
      try fake.prove("--record").expectOneError(containing: "omit --record")
      try release("SUBLEVEL = 18", "SUBLEVEL = 99")
      try fake.prove().expectOneError(containing: "which the kit does not know")
    }
  }

  /// Nothing is copied of a tree that is not for the kit.
  @Test func refusesATreeOfXenLinuxBeforeItBegins() throws {
    try FakeKernel.with { fake in
      try Writer.put(["evtchn.c": ""], in: fake.tree + "/drivers/xen/core")
      let series = fake.kit + "/series"
      try "one/0100-words +port\n".write(toFile: series, atomically: false, encoding: .utf8)
      try fake.prove().expectOneError(containing: "is not a vanilla tree: it has its own Xen port")
      #expect(try fake.left().isEmpty)
    }
  }

  /// The copy, the kernel and the logs stay when it is asked for, also when all of it held.
  @Test func keepsTheTree() throws {
    try FakeKernel.with { fake in
      // A tree with the kit on it, built: it is cleaned in the copy.
      try Writer.pvkit("patch", "apply", "--kit", fake.kit, fake.tree)
      try Writer.put([".config": "CONFIG_X86_64=y\n", "vmlinux": "old"], in: fake.tree)
      let run = try fake.prove("--keep", "--role", "bare")
      #expect(run.status == 0, "\(run.errors)")
      let place = try #require(run.errors.split(separator: "the copy of the tree: ").last)
      let copy = place.split(separator: "\n")[0]
      let names = try FileManager.default.contentsOfDirectory(atPath: String(copy)).sorted()
      #expect(names == ["Makefile", "arch", "guest"])
      let folder = copy.dropLast("/tree".count)
      #expect(run.errors.contains("pvkit: the kernel: \(folder)/vmlinux\n"))
      #expect(run.errors.contains("pvkit: the logs: \(folder)/logs\n"))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: String(folder)).sorted()
          == [".kept", "logs", "tree", "vmlinux"])
      #expect(run.output.hasSuffix("Linux 2.6.18: proven as bare\n"))
    }
  }
}

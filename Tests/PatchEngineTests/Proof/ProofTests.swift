// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import PatchEngine

/// What a proof says, and of which kit.
@Suite struct ProofTests {
  private func proof(_ bench: Workbench, held: Bool = true) throws -> Proof {
    func timing(_ role: String, _ time: Int) -> Proof.Timing {
      Proof.Timing(
        architecture: "x86_64", role: role, operation: "fork, exit", nanoseconds: time)
    }
    func result(_ stage: String, _ state: Proof.State, _ detail: String) -> Proof.Result {
      Proof.Result(
        architecture: "x86_64", stage: stage, state: state, seconds: 90, detail: detail)
    }
    return try Proof(
      of: bench.wholePlan(), kit: bench.kit, compiler: "gcc 12.2.0", hypervisor: "Xen 4.17",
      results: [
        result("build", .held, ""), result("domU", held ? .held : .failed, "2 rounds\nin | 9 s"),
      ]
        + (held
          ? ["audit", "dom0", "shim", "bare", "revert"].map { result($0, .held, "") }
          : [result("revert", .skipped, "")]),
      timings: [timing("domU", 1500), timing("bare", 1000)])
  }

  @Test func readsWhatItWrites() throws {
    try Example.with { scene in
      let proof = try proof(scene.bench())
      try scene.put(["releases/2.6.18.proof": proof.text], in: scene.kitFolder)
      let kit = try Kit(directory: scene.kitFolder)
      #expect(try kit.proofs() == [proof])
      #expect(try proof.hasHeld && proof.changed(in: kit).isEmpty)
      let ratios = proof.ratios(of: "domU", on: "x86_64")
      #expect(ratios.count == 1 && ratios[0].0 == "fork, exit" && ratios[0].1 == 1.5)
      let table = try ProofTable(kit)
      let row =
        "| 2.6.18 | x86_64 | yes | yes | – | yes | yes | – | – | yes | yes | yes | 11 | as proven |\n"
      #expect(try table.markdown.hasSuffix(row))
      #expect(try table.summary.hasSuffix("| 2.6.18 | x86_64 | yes | yes | – | – | yes | yes |\n"))
      #expect(
        try table.ratios.hasSuffix(
          "| release | architecture | role | fork, exit |\n| -- | -- | -- | -- |\n"
            + "| 2.6.18 | x86_64 | domU | 1.5 |\n"))
    }
  }

  private static let configuration = [
    "releases/2.6.18": Scene.release + "Config x86_64: configs/x86_64\n"
  ]

  /// Proven is what every stage was tried of, with the devices that the configuration has drivers for,
  /// and with one vCPU or more.
  @Test(arguments: [
    ("build", false), ("audit", false), ("dom0", false), ("domU", false), ("shim", false),
    ("bare", false), ("revert", false), ("devices", true),
  ])
  func everyStageCounts(_ stage: String, _ hasDrivers: Bool) throws {
    try Example.with { scene in
      let drivers = "CONFIG_XEN_BLKDEV_FRONTEND=y\nCONFIG_XEN_NETDEV_FRONTEND=y\n"
      try scene.put(
        Self.configuration.merging([
          "configs/x86_64": "CONFIG_XEN=y\n" + (hasDrivers ? drivers : "")
        ]) { $1 }, in: scene.kitFolder)
      let bench = try scene.bench()
      let all = Proof.stages.filter {
        !Proof.optional.contains($0) && ($0 != "devices" || hasDrivers)
      }
      for stages in [all, all.filter { $0 != stage }] {
        let proof = try Proof(
          of: bench.wholePlan(), kit: bench.kit, compiler: "gcc", hypervisor: "Xen 4.17",
          results: stages.map {
            Proof.Result(architecture: "x86_64", stage: $0, state: .held, seconds: 1, detail: "")
          }, timings: [])
        try scene.put(["releases/2.6.18.proof": proof.text], in: scene.kitFolder)
        let isWhole = stages == all
        #expect(try proof.untried(of: bench.kit) == (isWhole ? [] : [stage]))
        let matrix = try Matrix(Kit(directory: scene.kitFolder), on: [.x86_64])
        let column = try #require(matrix.releases.firstIndex(of: "2.6.18"))
        #expect(matrix.proofs[column] == (isWhole ? .proven : .failed))
        #expect(matrix.failures[column] == (isWhole ? [] : ["x86_64 \(stage) not tried"]))
        let table = try ProofTable(bench.kit).markdown
        #expect(table.contains("**unproven**: not tried: \(stage) |") == !isWhole)
        #expect(table.contains("| as proven |") == isWhole)
      }
    }
  }

  /// What a release cannot have, as its file says, is not missing, and the table has the reason.
  @Test func whatCannotBeIsNotMissing() throws {
    try Example.with { scene in
      let reason = "no code for a dom0 | before 2.6.37"
      let without = ["releases/2.6.18": Scene.release + "Without dom0 x86_64: \(reason)\n"]
      let before = try proof(scene.bench())
      try scene.put(without, in: scene.kitFolder)
      let bench = try scene.bench()
      let known = try #require(bench.kit.known(bench.target().release))
      #expect(known.reasonWithout("dom0", on: .x86_64) == reason)
      #expect(known.reasonWithout("dom0", on: .i386) == nil)
      #expect(try before.changed(in: bench.kit) == ["releases/2.6.18"])
      let stages = Proof.stages.filter { !(Proof.optional + ["devices"]).contains($0) }
      let proof = try Proof(
        of: bench.wholePlan(), kit: bench.kit, compiler: "gcc", hypervisor: "Xen 4.17",
        results: stages.map {
          Proof.Result(
            architecture: "x86_64", stage: $0, state: $0 == "dom0" ? .cannot : .held, seconds: 1,
            detail: $0 == "dom0" ? reason : "")
        }, timings: [])
      #expect(try proof.hasHeld && proof.untried(of: bench.kit).isEmpty)
      try scene.put(["releases/2.6.18.proof": proof.text], in: scene.kitFolder)
      let kit = try Kit(directory: scene.kitFolder)
      #expect(try kit.proofs() == [proof] && proof.changed(in: kit).isEmpty)
      for table in [try ProofTable(kit).markdown, try ProofTable(kit).summary] {
        #expect(table.contains("| not possible (1) |"))
        #expect(table.hasSuffix(" |\n\nStages that are not possible:\n\n1. \(reason)\n"))
      }
      for bad in ["Without dom0: x", "Without dom1 x86_64: x", "Without dom0 x86_64:"] {
        try scene.put(["releases/2.6.18": Scene.release + bad + "\n"], in: scene.kitFolder)
        #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      }
    }
  }

  /// As a lock.
  @Test func isOfTheReleaseOfItsName() throws {
    try Example.with { scene in
      let text = try proof(scene.bench()).text
      try scene.put(["releases/2.6.17.proof": text], in: scene.kitFolder)
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder).proofs() }
      #expect(error?.description.contains("releases/2.6.17.proof: is the proof of 2.6.18") == true)
    }
  }

  @Test func namesWhatChangedSinceAndWhatFailed() throws {
    try Example.with { scene in
      let proof = try proof(scene.bench(), held: false)
      #expect(!proof.hasHeld)
      try scene.put(
        ["releases/2.6.18.proof": proof.text, "one/0110-files/files/b-old.h": "/* other */\n"],
        in: scene.kitFolder)
      let kit = try Kit(directory: scene.kitFolder)
      #expect(try proof.changed(in: kit) == ["one/0110-files"])
      let table = try ProofTable(kit)
      #expect(try table.markdown.contains("| **no**: 2 rounds in \\| 9 s | – | – | – | – |"))
      #expect(try table.markdown.contains("**unproven**: changed since: one/0110-files |"))
      #expect(try table.summary.contains("| 2.6.18 (unproven since the kit changed) |"))
    }
  }

  /// A release, an entry, a file of the entry, its place in the series, the configuration: whatever
  /// makes a kernel is a part of what was proven.
  @Test(arguments: [
    ("one/0100-edits/entry", "include <y.h>", "include <w.h>", ["one/0100-edits"]),
    ("one/0110-files/files/include/xen/deep/a.h", "a", "b", ["one/0110-files"]),
    ("kit", "4.17", "4.16", ["two/1000-more"]),
    ("releases/2.6.18", "Config x86_64: configs/x86_64\n", "", ["Config x86_64"]),
    ("configs/x86_64", "=y", "=n", ["Config x86_64"]),
    ("series", "two/1000-more\n", "two/1000-more +i386\n", ["two/1000-more"]),
    ("suppressions/x86_64/all", "hlt", "cli", ["suppressions x86_64"]),
    ("suppressions/x86_64/2.6.18-", "", "* cli for a while", ["suppressions x86_64"]),
    ("suppressions/x86_64/2.6.19-", "hlt", "cli", []),
    ("suppressions/i386/all", "hlt", "cli", []),
    ("two/1010-later/entry", "int three", "int four", []),
  ])
  func everyPartCounts(
    _ path: String, _ old: String, _ new: String, _ changed: [String]
  ) throws {
    try Example.with { scene in
      try scene.put(
        [
          "configs/x86_64": "CONFIG_XEN=y\n",
          "suppressions/x86_64/all": "* hlt it is right\n", "suppressions/x86_64/2.6.18-": "",
          "suppressions/x86_64/2.6.19-": "* hlt it is right\n",
          "suppressions/i386/all": "* hlt it is right\n",
          "releases/2.6.18": Scene.release + "Config x86_64: configs/x86_64\n",
        ], in: scene.kitFolder)
      let proof = try proof(scene.bench())
      #expect(try proof.changed(in: Kit(directory: scene.kitFolder)).isEmpty)
      let bytes = try #require(try KitFile.read(scene.kitFolder + "/" + path))
      let text = String(decoding: bytes, as: UTF8.self)
      try #require(old.isEmpty || text.contains(old))
      try scene.put([path: old.isEmpty ? new : text.replacing(old, with: new)], in: scene.kitFolder)
      #expect(try Set(proof.changed(in: Kit(directory: scene.kitFolder))).isSuperset(of: changed))
      #expect(try proof.changed(in: Kit(directory: scene.kitFolder)).isEmpty == changed.isEmpty)
    }
  }

  /// A kit that is changed while it is proven is another one at the end.
  @Test func namesWhatChangedMeanwhile() throws {
    try Example.with { scene in
      try scene.put(Self.configuration, in: scene.kitFolder)
      try scene.put(["configs/x86_64": "CONFIG_XEN=y\n"], in: scene.kitFolder)
      let bench = try scene.bench()
      func state() throws -> KitState {
        try Kit(directory: scene.kitFolder).state(of: bench.tree.release, on: [.x86_64])
      }
      let before = try state()
      #expect(try state() == before)
      try scene.put(["configs/x86_64": "CONFIG_XEN=y\nCONFIG_SMP=y\n"], in: scene.kitFolder)
      #expect(try state().differences(from: before) == ["Config x86_64"])
      try scene.put(
        ["one/0110-files/files/b-old.h": "/* other */\n", "suppressions/x86_64/all": "* hlt x\n"],
        in: scene.kitFolder)
      let names = ["Config x86_64", "one/0110-files", "suppressions x86_64"]
      #expect(try state().differences(from: before) == names)
      try scene.put(
        ["series": "one/0110-files\none/0100-edits\ntwo/1000-more\ntwo/1010-later\n"],
        in: scene.kitFolder)
      #expect(try state().differences(from: before).contains("series"))
    }
  }

  /// What is recorded of a release is of its own files.
  @Test func knowsATreeThatIsNotTheRelease() throws {
    try Example.with { scene in
      let lock = try scene.bench().releaseLock()
      #expect(try scene.bench().filesOtherwiseLocked().isEmpty)
      try scene.put(["releases/2.6.18.lock": lock.text], in: scene.kitFolder)
      #expect(try scene.bench().filesOtherwiseLocked().isEmpty)
      let mine = Example.tree["kernel/a.c"]! + "int mine;\n"
      try scene.put(["kernel/a.c": mine], in: scene.treeFolder)
      #expect(try scene.bench().filesOtherwiseLocked() == ["kernel/a.c"])
    }
  }

  /// A record in which somebody changed a digest is not one.
  @Test func aRecordIsWhole() throws {
    try Example.with { scene in
      let text = try proof(scene.bench()).text
      let entry = try #require(text.split(separator: "\n").first { $0.hasPrefix("entry one/0100") })
      for bad in [
        text.replacing(entry + "\n", with: ""),
        text.replacing(entry, with: entry.dropLast() + (entry.last == "0" ? "1" : "0")),
        String(text.dropLast(3)), text.replacing(" 1500 ", with: " 1400 "),
        text.replacing(" held 90", with: " held 80"), text.replacing("gcc 12", with: "gcc 13"),
      ] {
        try #require(bad != text)
        try scene.put(["releases/2.6.18.proof": bad], in: scene.kitFolder)
        #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder).proofs() }
      }
    }
  }

  @Test(arguments: [
    "", "pvkit proof 3\n", SealedText.text(["pvkit proof 3", "release 2.6.18", "result x y"]),
    "pvkit proof 3\nrelease 2.6.18\n", SealedText.text(["pvkit proof 2", "release 2.6.18"]), "x\n",
  ])
  func refusesWhatIsNone(_ text: String) throws {
    try Example.with { scene in
      try scene.put(["releases/2.6.18.proof": text], in: scene.kitFolder)
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder).proofs() }
      #expect(error?.description.contains("2.6.18.proof: is not a proof") == true)
    }
  }
}

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
    return Proof(
      of: try bench.wholePlan(), compiler: "gcc 12.2.0", hypervisor: "Xen 4.17",
      results: [
        Proof.Result(architecture: "x86_64", stage: "build", held: true, detail: ""),
        Proof.Result(architecture: "x86_64", stage: "domU", held: held, detail: "2 rounds\nin 9 s"),
      ], timings: [timing("domU", 1500), timing("bare", 1000)])
  }

  @Test func readsWhatItWrites() throws {
    try Example.with { scene in
      let proof = try proof(scene.bench())
      try scene.put(["releases/2.6.18.proof": proof.text], in: scene.kitFolder)
      let kit = try Kit(folder: scene.kitFolder)
      #expect(try kit.proofs() == [proof])
      #expect(proof.hasHeld && proof.changed(in: kit).isEmpty)
      let ratios = proof.ratios(of: "domU", on: "x86_64")
      #expect(ratios.count == 1 && ratios[0].0 == "fork, exit" && ratios[0].1 == 1.5)
      let row = "| 2.6.18 | x86_64 | yes | – | – | yes | – | – | – | 1.5 | as proven |"
      #expect(try ProofTable(kit).markdown.contains(row))
    }
  }

  @Test func namesWhatChangedSinceAndWhatFailed() throws {
    try Example.with { scene in
      let proof = try proof(scene.bench(), held: false)
      #expect(!proof.hasHeld)
      try scene.put(
        ["releases/2.6.18.proof": proof.text, "one/0110-files/files/b-old.h": "/* other */\n"],
        in: scene.kitFolder)
      let kit = try Kit(folder: scene.kitFolder)
      #expect(proof.changed(in: kit) == ["one/0110-files"])
      let table = try ProofTable(kit).markdown
      #expect(table.contains("**no**: 2 rounds in 9 s") && table.contains("1 changed"))
    }
  }

  @Test(arguments: ["", "pvkit proof 1\n", "pvkit proof 1\nrelease 2.6.18\nresult x y\n", "x\n"])
  func refusesWhatIsNone(_ text: String) throws {
    try Example.with { scene in
      try scene.put(["releases/2.6.18.proof": text], in: scene.kitFolder)
      let error = #expect(throws: PatchError.self) { try Kit(folder: scene.kitFolder).proofs() }
      #expect(error?.description.contains("2.6.18.proof: is not a proof") == true)
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import PatchEngine

/// One file with the proofs of a release for each of its architectures.
@Suite struct ProofFileTests {
  private func proof(
    _ scene: Scene, _ architecture: String, detail: String = ""
  ) throws -> Proof {
    let bench = try scene.bench()
    return try Proof(
      of: bench.wholePlan(), kit: bench.kit, compiler: "gcc 12.2.0", hypervisor: "Xen 4.17",
      results: Proof.stages.filter { !(Proof.optional + ["devices"]).contains($0) }.map {
        Proof.Result(
          architecture: architecture, stage: $0, state: .held, seconds: 60, detail: detail)
      },
      timings: ["dom0", "bare"].map {
        Proof.Timing(
          architecture: architecture, role: $0, operation: "signal", nanoseconds: 10)
      })
  }

  /// Recording one leaves the other as it is, whichever was first; the file's order is the release's.
  @Test(arguments: [["x86_64", "i386"], ["i386", "x86_64"]])
  func recordingOneArchitectureKeepsTheOther(_ order: [String]) throws {
    try Example.with { scene in
      let kit = try Kit(directory: scene.kitFolder)
      for name in order {
        #expect(try kit.record(proof(scene, name)) == kit.proofFile("2.6.18"))
      }
      let (wide, narrow) = (try proof(scene, "x86_64"), try proof(scene, "i386"))
      #expect(try kit.proofs() == [wide, narrow])
      let again = try proof(scene, order[0], detail: "once more")
      _ = try kit.record(again)
      #expect(try kit.proofs() == (order[0] == "x86_64" ? [again, narrow] : [wide, again]))
      let table = try ProofTable(kit)
      let rows = try table.summary.split(separator: "\n").dropFirst(2).map { $0.prefix(18) }
      #expect(rows == ["| 2.6.18 | x86_64 ", "| 2.6.18 | i386 | "])
      #expect(
        try table.ratios.hasSuffix(
          "| 2.6.18 | x86_64 | dom0 | 1.0 |\n| 2.6.18 | i386 | dom0 | 1.0 |\n"))
    }
  }

  /// A change for one architecture leaves the other one's proof valid, and the release unproven.
  @Test func eachIsOfItsOwnArchitecture() throws {
    try Example.with { scene in
      let kit = try Kit(directory: scene.kitFolder)
      for name in ["x86_64", "i386"] { _ = try kit.record(proof(scene, name)) }
      try scene.put(
        ["releases/2.6.18": Scene.release + "Without dom0 i386: not there\n"],
        in: scene.kitFolder)
      let changed = try Kit(directory: scene.kitFolder)
      let proofs = try changed.proofs()
      #expect(try proofs.map { try $0.changed(in: changed) } == [[], ["releases/2.6.18"]])
      let matrix = try Matrix(changed)
      let column = try #require(matrix.releases.firstIndex(of: "2.6.18"))
      #expect(matrix.proofs[column] == .changed)
      #expect(matrix.changes[column] == ["releases/2.6.18"])
    }
  }

  /// In the matrix a release is what the worst of its proofs is.
  @Test func oneThatFailedCounts() throws {
    try Example.with { scene in
      let kit = try Kit(directory: scene.kitFolder)
      _ = try kit.record(proof(scene, "x86_64"))
      let column = try #require(Matrix(kit).releases.firstIndex(of: "2.6.18"))
      #expect(try Matrix(kit, on: [.x86_64]).proofs[column] == .proven)
      #expect(try Matrix(kit).proofs[column] == .never)
      let bench = try scene.bench()
      let failed = try Proof(
        of: bench.wholePlan(), kit: kit, compiler: "gcc", hypervisor: "none",
        results: [
          Proof.Result(
            architecture: "i386", stage: "build", state: .failed, seconds: 1, detail: "")
        ], timings: [])
      _ = try kit.record(failed)
      #expect(try Matrix(kit).proofs[column] == .failed)
      let failures = try Matrix(kit).failures[column]
      let others = ["audit", "dom0", "domU", "shim", "bare", "revert"]
      #expect(failures == ["i386 build failed"] + others.map { "i386 \($0) not tried" })
      struct Document: Decodable { let failures: [[String]] }
      let json = try JSONEncoder().encode(Matrix(kit))
      #expect(try JSONDecoder().decode(Document.self, from: json).failures[column] == failures)
    }
  }

  @Test func refusesWhatCannotBeTogether() throws {
    try Example.with { scene in
      let wide = try proof(scene, "x86_64").text
      let other = wide.replacing("x86_64", with: "i386")
      for (text, words) in [
        (wide + wide, "has two proofs for x86_64"), (wide + other, "is not a proof"),
        (wide + "more\n", "is not a proof"), ("\n" + wide, "is not a proof"),
      ] {
        try scene.put(["releases/2.6.18.proof": text], in: scene.kitFolder)
        let error = #expect(throws: PatchError.self) {
          try Kit(directory: scene.kitFolder).proofs()
        }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
      }
    }
  }
}

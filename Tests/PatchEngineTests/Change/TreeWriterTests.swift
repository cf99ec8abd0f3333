// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import PatchEngine

/// Killed anywhere, the tree is as before or as asked once the next command has looked at it.
@Suite struct TreeWriterTests {
  typealias Work = @Sendable (Workbench) throws -> Outcome

  struct Step: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: [Work]
    let work: Work
  }

  static let steps = [
    Step(testDescription: "apply", before: []) { try $0.apply(nil) },
    Step(testDescription: "revert", before: [{ try $0.apply(nil) }]) { try $0.revert(nil) },
    Step(testDescription: "apply a second group", before: [{ try $0.apply(["one"]) }]) {
      try $0.apply(["two"])
    },
    Step(
      testDescription: "apply over somebody's changes",
      before: [{ try $0.apply(["one"]) }, changeOneFile]
    ) { try $0.apply(nil) },
    Step(testDescription: "revert a group", before: [{ try $0.apply(nil) }]) {
      try $0.revert(["one"])
    },
  ]

  static let changeOneFile: Work = { bench in
    let path = bench.tree.place("kernel/a.c")
    let text = try #require(try KitFile.read(path))
    try RealDisk().removeFile(path)
    try RealDisk().write(Array("/* mine */\n".utf8) + text, to: path, mode: 0o644)
    return try bench.status(nil)
  }

  @Test(arguments: steps) func survivesAKillAtEveryCall(_ step: Step) throws {
    let (before, after) = (try state(step.before), try state(step.before + [step.work]))
    #expect(before != after)
    var ends: [Bool] = []
    for calls in 0... {
      let (end, hasFinished) = try stateAfterKill(step, calls)
      try #require(end == before || end == after, "killed after \(calls) calls")
      ends.append(end == after)
      if hasFinished { break }
    }
    #expect(ends.count > 20)
    // Once it is decided that it is to be done, it stays so.
    #expect(ends.firstIndex(of: true).map { ends[$0...].allSatisfy { $0 } } == true)
  }

  /// A second kill, while the first one's work is carried out.
  @Test func survivesAKillOfTheRecovery() throws {
    let after = try state([Self.steps[0].work])
    let calls = try callsUntilCommit()
    for second in 0... {
      var hasFinished = false
      try Example.with { scene in
        let first = StoppingDisk(after: calls)
        #expect(throws: PatchError.self) { try scene.bench(disk: first).apply(nil) }
        let disk = StoppingDisk(after: second)
        _ = try? scene.bench(disk: disk)
        hasFinished = disk.hasFinished
        _ = try scene.bench()
        let end = try scene.snapshot()
        #expect(end == after, "killed after \(second) calls")
      }
      if hasFinished { break }
    }
  }

  /// An edit made between the kill and the recovery is not written over.
  @Test func keepsWhatWasEditedAfterTheKill() throws {
    let calls = try callsUntilCommit()
    try Example.with { scene in
      let disk = StoppingDisk(after: calls)
      #expect(throws: PatchError.self) { try scene.bench(disk: disk).apply(nil) }
      try scene.put(["kernel/end.c": "mine\n"], in: scene.treeFolder)
      let error = #expect(throws: PatchError.self) { try scene.bench() }
      #expect(error?.description.contains("kernel/end.c: was edited after a run") == true)
      #expect(try scene.text("kernel/end.c") == "mine\n")
      try scene.put(["kernel/end.c": "int last;"], in: scene.treeFolder)
      #expect(try scene.bench().hasRecovered)
    }
  }

  /// Nor is one removed that a killed run was to remove.
  @Test func keepsWhatItWasToRemove() throws {
    for calls in 0... {
      let disk = StoppingDisk(after: calls)
      var (isLeft, hasFinished) = (false, false)
      try Example.with { scene in
        _ = try scene.bench().apply(nil)
        _ = try? scene.bench(disk: disk).revert(nil)
        isLeft =
          try KitFile.exists(scene.treeFolder + "/.pvkit/commit")
          && scene.text("include/xen/b.h") != nil
        hasFinished = disk.hasFinished
        guard isLeft else { return }
        try scene.put(["include/xen/b.h": "mine"], in: scene.treeFolder)
        let error = #expect(throws: PatchError.self) { try scene.bench() }
        #expect(error?.description.contains("b.h: was edited after a run") == true)
        #expect(try scene.text("include/xen/b.h") == "mine")
      }
      if isLeft { return }
      try #require(!hasFinished, "no kill came between")
    }
  }

  /// The product itself, killed after ever longer times.
  @Test func survivesARealKill() throws {
    let (before, after) = (try state([]), try state([Self.steps[0].work]))
    var kills = 0
    for delay in stride(from: 0.004, to: 0.1, by: 0.008) {
      try Example.with { scene in
        let command = [Places.pvkit, "patch", "apply", "--kit", scene.kitFolder, scene.treeFolder]
        let run = try Command.run(["timeout", "-s", "KILL", "\(delay)"] + command)
        kills += run.status == 0 ? 0 : 1
        try recover(scene)
        let end = try scene.snapshot()
        #expect(end == before || end == after, "killed after \(delay) s")
      }
    }
    #expect(kills > 0)
  }

  /// The killed process may take a moment to go.
  private func recover(_ scene: Scene) throws {
    for attempt in 0... {
      do {
        _ = try scene.bench()
        return
      } catch let error as PatchError {
        guard error.problem.hasPrefix("another run"), attempt < 500 else { throw error }
        usleep(10_000)
      }
    }
  }

  private func state(_ works: [Work]) throws -> [String: String] {
    var state: [String: String] = [:]
    try Example.with { scene in
      for work in works { _ = try work(scene.bench()) }
      state = try scene.snapshot()
    }
    return state
  }

  private func stateAfterKill(
    _ step: Step, _ calls: Int
  ) throws -> (state: [String: String], hasFinished: Bool) {
    let disk = StoppingDisk(after: calls)
    var state: [String: String] = [:]
    try Example.with { scene in
      for work in step.before { _ = try work(scene.bench()) }
      _ = try? step.work(scene.bench(disk: disk))
      _ = try scene.bench()
      state = try scene.snapshot()
    }
    return (state, disk.hasFinished)
  }

  /// The fewest calls after which a killed `apply` is carried out.
  private func callsUntilCommit() throws -> Int {
    for calls in 0... {
      var isDecided = false
      try Example.with { scene in
        _ = try? scene.bench(disk: StoppingDisk(after: calls)).apply(nil)
        isDecided = try scene.bench().hasRecovered
      }
      if isDecided { return calls }
    }
    return 0
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// Each command that writes, hindered at each of its system calls: every file is as before or as
/// asked, nothing of the user's is lost, and nothing temporary outlives the next run.
@Suite struct WritersTests {
  @Test(arguments: Writer.all) func survivesAKillAtEveryCall(_ writer: Writer) throws {
    let example = try Example(writer)
    for index in example.calls.indices {
      try example.with(.kill, at: index) { folder, _ in
        let left = try Snapshot(folder)
        let isWhole = left.finished.isBetween(example.before, example.after)
        #expect(isWhole, "\(example.calls[index]): \(left.differences(from: example.before))")
        try example.checkNextRun(in: folder, "killed at \(example.calls[index])")
      }
    }
  }

  /// Every third call, from another one on for each fault: a kill was at all of them.
  private static func some(_ calls: Range<Int>, from first: Int) -> StrideTo<Int> {
    stride(from: first, to: calls.upperBound, by: 3)
  }

  /// Asked to end, it leaves nothing at all.
  @Test(arguments: Writer.all) func leavesNothingWhenItIsAskedToEnd(_ writer: Writer) throws {
    let example = try Example(writer)
    for index in Self.some(example.calls.indices, from: 0) {
      try example.with(.signal(["TERM", "INT", "HUP"][index / 3 % 3]), at: index) {
        folder, result in
        let left = try Snapshot(folder)
        let isEither = left == example.before || left == example.after
        #expect(isEither, "\(example.calls[index]): \(left.differences(from: example.before))")
        #expect(result.status == 0 || result.status > 128)
      }
    }
  }

  /// A call that fails: then all is as before, or as asked if it did not matter. An empty directory
  /// that cannot be removed stays, and a message that cannot be written does not take the work back.
  @Test(arguments: Writer.all) func survivesAFailureOfEveryCall(_ writer: Writer) throws {
    let example = try Example(writer)
    for index in Self.some(example.calls.indices, from: 1)
    where !"\(example.calls[index])".hasPrefix("rmdir(") {
      try example.with(.error("ENOSPC"), at: index) { folder, result in
        let left = try Snapshot(folder).finished
        let isDone = result.status == 0 || "\(example.calls[index])".hasPrefix("write(1,")
        let expected = isDone ? example.after : example.before
        #expect(
          left == expected, "\(example.calls[index]): \(left.differences(from: expected))")
        #expect([0, 3].contains(result.status), "\(example.calls[index]): \(result.status)")
        try example.checkNextRun(in: folder, "failed at \(example.calls[index])")
      }
    }
  }

  /// A disk that takes nothing any more, not even what undoing would need.
  @Test(arguments: Writer.all) func survivesADiskThatFailsForGood(_ writer: Writer) throws {
    let example = try Example(writer)
    for index in Self.some(example.calls.indices, from: 2) {
      try example.with(.errors("EROFS"), at: index) { folder, result in
        let left = try Snapshot(folder).finished
        let isWhole = left.isBetween(example.before, example.after)
        #expect(isWhole, "\(example.calls[index]): \(left.differences(from: example.before))")
        try example.checkNextRun(in: folder, "no disk from \(example.calls[index])")
      }
    }
  }
}

/// A writer, what its folder is before and after it, and its calls.
private final class Example {
  let writer: Writer
  let before: Snapshot
  let after: Snapshot
  let calls: [Strace.Call]
  /// The folder before it, to be copied.
  private let prepared: String

  init(_ writer: Writer) throws {
    self.writer = writer
    prepared = try Command.run(["mktemp", "-d", "/tmp/pvkit-test.XXXXXX"]).output
      .trimmingCharacters(in: .newlines)
    try writer.prepare(prepared)
    (before, after, calls) = try Self.with(copyOf: prepared) { folder in
      let before = try Snapshot(folder)
      let calls = try Strace(writer.command(folder)).calls(in: folder)
      return (before, try Snapshot(folder), calls)
    }
    try #require(before != after)
    #expect(after == after.finished)
    try #require(calls.count >= 4)
  }

  deinit { _ = try? Command.run(["rm", "-rf", prepared]) }

  private static func with<R>(copyOf prepared: String, _ body: (String) throws -> R) throws -> R {
    try Places.withScratchFolder { scratch in
      try Writer.run("cp", "-a", prepared, scratch + "/work")
      return try body(scratch + "/work")
    }
  }

  func with(
    _ fault: Strace.Fault, at index: Int, _ body: (String, CommandResult) throws -> Void
  ) throws {
    try Self.with(copyOf: prepared) { folder in
      let command = Strace(writer.command(folder))
      try body(folder, try command.run(fault, at: index, of: calls))
    }
  }

  /// The same command again does it; another one sees it done or not.
  func checkNextRun(in folder: String, _ what: String) throws {
    let result = try Command.run(writer.next?(folder) ?? writer.command(folder))
    let end = try Snapshot(folder)
    if !writer.isRepeatable {
      #expect(end == end.finished, "\(what): \(end.differences(from: end.finished))")
    } else if writer.next == nil, result.status == 0 {
      #expect(end == after, "\(what): \(end.differences(from: after))")
    } else {
      let isEither = end == before || end == after
      #expect(isEither, "\(what): \(end.differences(from: before)) \(result.errors)")
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// Each command that writes, hindered at each of its system calls: every file is as before or as
/// asked, nothing of the user's is lost, and nothing temporary outlives the next run.
@Suite struct WritersTests {
  @Test(arguments: Writer.all) func survivesAKillAtEveryCall(_ writer: Writer) throws {
    let example = try Example(writer)
    for index in example.hindered {
      try example.with(.kill, at: index) { folder, _ in
        let left = try Snapshot(folder)
        let isWhole = left.finished.isBetween(example.before, example.after)
        #expect(isWhole, "\(example.calls[index]): \(left.differences(from: example.before))")
        try example.checkNextRun(in: folder, "killed at \(example.calls[index])")
      }
    }
  }

  /// Asked to end, it leaves nothing at all.
  ///
  /// At every other call: a kill was at all of them.
  @Test(arguments: Writer.all) func leavesNothingWhenItIsAskedToEnd(_ writer: Writer) throws {
    let example = try Example(writer)
    let signals = ["TERM", "INT", "HUP", "QUIT", "USR1", "XCPU"]
    for (number, index) in example.hindered.enumerated() where number.isMultiple(of: 2) {
      try example.with(.signal(signals[number / 2 % signals.count]), at: index) { folder, result in
        let left = try Snapshot(folder)
        let isEither = left == example.before || left == example.after
        #expect(isEither, "\(example.calls[index]): \(left.differences(from: example.before))")
        #expect(result.status == writer.status || result.status > 128)
      }
    }
  }

  /// A call that fails: then all is as before, or as asked if it did not matter. A message that cannot
  /// be written is reported and does not take the work back; where an empty directory cannot be
  /// removed, every file is as it should be all the same.
  @Test(arguments: Writer.all) func survivesAFailureOfEveryCall(_ writer: Writer) throws {
    let example = try Example(writer)
    for index in example.hindered {
      let call = example.calls[index]
      try example.with(.error("ENOSPC"), at: index) { folder, result in
        var left = try Snapshot(folder).finished
        let isDone = result.status == writer.status || call.isMessage
        var expected = isDone ? example.after : example.before
        if call.name == "rmdir" { (left, expected) = (left.files, expected.files) }
        #expect(left == expected, "\(call): \(left.differences(from: expected))")
        #expect([writer.status, 3].contains(result.status), "\(call): \(result.status)")
        // The kit's commands, and all of them on standard error, only confirm; the report of the
        // others is a part of what was asked for.
        let confirms = writer.testDescription.hasPrefix("patch ") || call.isOnStandardError
        if call.isMessage { #expect(result.status == (confirms ? writer.status : 3), "\(call)") }
        try example.checkNextRun(
          in: folder, "failed at \(call)", filesAlone: call.name == "rmdir")
      }
    }
  }

  /// A disk that takes nothing any more, not even what undoing would need: from every other call on.
  @Test(arguments: Writer.all) func survivesADiskThatFailsForGood(_ writer: Writer) throws {
    let example = try Example(writer)
    for (number, index) in example.hindered.enumerated() where !number.isMultiple(of: 2) {
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
  /// Those that are hindered: all, or, of a writer of many files that all are written alike, the first
  /// ones, the last ones, and some between.
  var hindered: [Int] {
    let edge = writer.every == 1 ? 0 : 3
    return calls.indices.filter { index in
      index < edge || index >= calls.count - edge || index % writer.every == 0
    }
  }
  /// The folder before it, to be copied.
  private let prepared: String
  /// What next runs have begun with. What is left is often the same, and then so is what comes of it.
  private var continued: [Snapshot] = []

  init(_ writer: Writer) throws {
    self.writer = writer
    prepared = try Command.run(["mktemp", "-d", "/tmp/pvkit-test.XXXXXX"]).output
      .trimmingCharacters(in: .newlines)
    try writer.prepare(prepared)
    (before, after, calls) = try Self.with(copyOf: prepared) { folder in
      let before = try Snapshot(folder)
      let calls = try Strace(writer.command(folder)).calls(in: folder, status: writer.status)
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
      try body(folder, try Strace(writer.command(folder)).run(fault, at: index, of: calls))
    }
  }

  /// The same command again does it; another one sees it done or not.
  func checkNextRun(in folder: String, _ what: String, filesAlone: Bool = false) throws {
    let start = try Snapshot(folder)
    guard !continued.contains(start) else { return }
    if !filesAlone { continued.append(start) }
    let result = try Command.run(writer.next?(folder) ?? writer.command(folder))
    var (end, before, after) = (try Snapshot(folder), before, after)
    if filesAlone { (end, before, after) = (end.files, before.files, after.files) }
    if !writer.isRepeatable {
      #expect(end == end.finished, "\(what): \(end.differences(from: end.finished))")
    } else if writer.next == nil, result.status == writer.status {
      #expect(end == after, "\(what): \(end.differences(from: after))")
    } else {
      let isEither = end == before || end == after
      #expect(isEither, "\(what): \(end.differences(from: before)) \(result.errors)")
    }
  }
}

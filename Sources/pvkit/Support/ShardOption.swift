// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestImage
import Reports

/// `--shard I/N`: the I-th of N parts of the work.
struct Shard: Sendable {
  let index: Int
  let count: Int

  private static let most = 1 << 20

  init(_ text: String) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else {
      throw ValidationError("expected I/N, two numbers such as 2/8")
    }
    guard (1...Self.most).contains(count) else {
      throw ValidationError("there are 1 to \(Self.most) shards, not \(count)")
    }
    guard (1...count).contains(index) else {
      throw ValidationError(
        "of \(count) shards, the first is 1/\(count) and the last \(count)/\(count)")
    }
    (self.index, self.count) = (index, count)
  }
}

extension Shard {
  /// Checks that the report can be joined with those of other shards.
  ///
  /// - Throws: `ValidationError`.
  func check(_ format: ReportFormat) throws {
    guard format.isJson else {
      throw ValidationError("--shard needs --format json, which `pvkit report merge` joins")
    }
  }

  /// The last line of the shard's report.
  ///
  /// - Parameter digests: the hashes of the lines before it.
  func end(
    of form: JsonForm, by command: String, _ list: ImageList, digests: [String],
    asked: [String: String], stale: StaleEntries, directories: [ShardDirectory],
    _ worst: ExitStatus
  ) throws -> String {
    let end = ShardEnd(
      of: form, by: command, shard: index, count: count, inputs: list.inputs.count,
      digests: digests, files: list.hash.description, asked: asked, stale: stale,
      directories: directories, exit: worst.rawValue)
    return try renderJSON(end, .lines)
  }
}

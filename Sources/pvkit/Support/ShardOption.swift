// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Reports

/// `--shard I/N`: the I-th of N parts of the work.
struct Shard: ExpressibleByArgument {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count <= 1 << 20,
      index >= 1, index <= count
    else { return nil }
    (self.index, self.count) = (index, count)
  }
}

extension Shard {
  /// The last line of its report.
  func end(
    of form: JsonForm, by command: String, inputs: Int, _ worst: ExitStatus
  ) throws -> String {
    let end = ShardEnd(
      of: form, by: command, shard: index, count: count, inputs: inputs, exit: worst.rawValue)
    return try renderJSON(end, .lines)
  }
}

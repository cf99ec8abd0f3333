// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import GuestCode
import GuestImage

/// What the commands take that find instructions: which of them are right.
struct SuppressOptions: ParsableArguments {
  @Option(
    help: "A file of what is right all the same; may be given several times.",
    completion: .file())
  var suppress: [String] = []

  /// Of every file, in their order.
  func read() throws -> Suppressions {
    try Suppressions(suppress.flatMap { try read($0).entries })
  }

  private func read(_ path: String) throws -> Suppressions {
    let text = try ImageFile.text(
      path, limit: 1 << 20, wanted: "a file of suppressions (pvkit help code)")
    return try Suppressions(text, file: path)
  }
}

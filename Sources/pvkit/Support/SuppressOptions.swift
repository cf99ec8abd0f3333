// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestCode
import GuestImage

/// `--suppress FILE`, for the commands that report instructions.
struct SuppressOptions: ParsableArguments {
  @Option(
    help: "File of reviewed instructions to accept; may be repeated.",
    completion: .file())
  var suppress: [String] = []

  /// The entries of all files, in their order, followed by those of the project file.
  func read() throws -> Suppressions {
    let own = Project.current.withLock { $0?.suppressions ?? [] }
    return try Suppressions(Self.read(suppress).entries + own)
  }

  /// A digest of the suppressions, by which shards of one run are compared; nil if there are none.
  static func asked(_ suppressions: Suppressions) -> String? {
    let entries = suppressions.entries.map { "\($0.symbol) \($0.kind)" }.sorted()
    guard !entries.isEmpty else { return nil }
    return ContentHash(Array(entries.joined(separator: "\n").utf8)).description
  }

  /// The entries of all files, in their order.
  static func read(_ files: [String]) throws -> Suppressions {
    try Suppressions(files.flatMap { try read($0).entries })
  }

  private static func read(_ path: String) throws -> Suppressions {
    let text = try ImageFile.text(
      path, limit: 1 << 20, wanted: "a suppression file (pvkit help scan)")
    return try Suppressions(text, file: path)
  }
}

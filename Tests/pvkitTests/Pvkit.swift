// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

/// Runs the command as a user would.
func pvkit(
  _ arguments: String..., input: [UInt8] = [], environment: [String: String] = [:]
) throws -> CommandResult {
  try Command.run([Places.pvkit] + arguments, input: input, environment: environment)
}

extension CommandResult {
  /// The objects of the output, one a line.
  func objects() throws -> [[String: Any]] {
    try output.split(separator: "\n").map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(value as? [String: Any])
    }
  }

  /// The output as one object.
  func document() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }

  /// Exit code 3, one line that says why, and nothing that looks like a result.
  func expectOneError(containing words: String, _ location: SourceLocation = #_sourceLocation) {
    #expect(status == 3, "\(errors)", sourceLocation: location)
    #expect(errors.split(separator: "\n").count == 1, "\(errors)", sourceLocation: location)
    #expect(errors.contains(words), "\(errors)", sourceLocation: location)
    #expect(output.isEmpty, "\(output)", sourceLocation: location)
  }
}

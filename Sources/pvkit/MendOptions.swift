// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import GuestImage
import Loaders

/// `--fix -o NEW`.
struct MendOptions: ParsableArguments {
  @Flag(help: "Write a copy with repaired notes to --output, and check the copy.")
  var fix = false

  @Option(name: .shortAndLong, help: "The file for the repaired copy.", completion: .file())
  var output: String?

  func validate() throws {
    guard fix == (output != nil) else { throw ValidationError("--fix and --output go together") }
    guard output != Output.standard else {
      throw ValidationError("--output: standard output takes the report; name a file")
    }
  }

  /// Writes the copy, and returns what it holds; nil, and nothing written, when there is nothing to
  /// mend.
  func mend(_ image: GuestImage, for target: Target) throws -> [UInt8]? {
    let subject = Subject(image: image, target: target, verdicts: [])
    guard let output, Rules.findings(subject).contains(where: \.isMendable) else {
      // What is wrong with an image that cannot be read is told by its report.
      if image.problem == nil {
        complain("pvkit: \(image.name): nothing to repair; no file was written")
      }
      return nil
    }
    var rewrite = try NoteRewrite(image)
    Rules.mend(&rewrite, of: subject)
    return try RewriteOptions.write(rewrite, of: image, to: output)
  }
}

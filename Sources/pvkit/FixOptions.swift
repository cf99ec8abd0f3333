// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Checks
import GuestImage
import Loaders

/// `--fix -o NEW`: the options of `pvkit check` for a fixed copy.
struct FixOptions: ParsableArguments {
  @Flag(help: "Write a copy with repaired notes to --output, and check the copy.")
  var fix = false

  @Option(name: .shortAndLong, help: "The file for the repaired copy.", completion: .file())
  var output: String?

  func validate() throws {
    guard fix == (output != nil) else { throw ValidationError("--fix and --output go together") }
    guard output.map(Output.isStandard) != true else {
      throw ValidationError("--output: standard output takes the report; name a file")
    }
  }

  /// The error for an image in a package that was named as a whole: it can contain several.
  static func isPacked(_ image: GuestImage) -> ImageError {
    ImageError(
      image: image.name, problem: "is in a package, of which --fix takes one image",
      cure: "name it: \(image.name.shellFile)")
  }

  /// Writes a fixed copy, and returns it. If there is nothing to fix, it writes nothing and returns
  /// nil and a message.
  func fixedCopy(
    of image: GuestImage, for target: Target
  ) throws -> (copy: GuestImage?, complaint: String?) {
    let subject = Subject(image: image, target: target, verdicts: [])
    guard let output, Rules.findings(subject).contains(where: \.isMendable) else {
      // The report of an image that cannot be read has its own message.
      return (
        nil,
        image.problem == nil
          ? "pvkit: \(image.name): nothing to repair; no file was written" : nil
      )
    }
    var rewrite = try NoteRewrite(image)
    Rules.mend(&rewrite, of: subject)
    let bytes = try RewriteOptions.write(rewrite, of: image, to: output)
    let file = try Bytes(bytes, of: output)
    return (GuestImage(name: output, file: file, limit: image.limit), nil)
  }
}

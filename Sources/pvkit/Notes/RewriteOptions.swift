// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage
import HypervisorABI

/// Which image is rewritten, and where to.
struct RewriteOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The new file; the image itself stays as it is.")
  var output: String

  /// Opens the image, changes its notes and writes the new file all at once.
  func rewrite(_ image: String, _ change: (inout NoteRewrite) throws -> Void) throws {
    var rewrite = try NoteRewrite(GuestImage.open(path: image))
    try change(&rewrite)
    try rewrite.bytes().withUnsafeBytes { try FileWriter.write($0, to: output) }
  }
}

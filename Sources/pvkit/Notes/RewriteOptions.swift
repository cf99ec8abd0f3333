// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Generators
import GuestImage
import HypervisorABI

/// The options of commands that write a changed copy of an image.
struct RewriteOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The file to write; the image itself is not changed.",
    completion: .file())
  var output: String

  @OptionGroup var limit: UnpackLimit

  /// The smallest kernel in MiB of which it is said that it is packed: others take a moment.
  private static let leastAnnounced = 8

  /// Opens the image, changes its notes and writes the new file atomically.
  func rewrite(_ path: String, _ change: (inout NoteRewrite) throws -> Void) throws {
    try InputFiles(image: path).check(isNot: output)
    let image = try NamedImage(path).open(limit: limit.bytes)
    var rewrite = try NoteRewrite(image)
    try change(&rewrite)
    try Self.write(rewrite, of: image, to: output)
  }

  /// Writes the changed image, and reports if that removed a Secure Boot signature. The caller has
  /// checked that the output is not the image.
  ///
  /// - Returns: the bytes of the new file.
  @discardableResult
  static func write(
    _ rewrite: NoteRewrite, of image: GuestImage, to output: String
  ) throws -> [UInt8] {
    let size = (image.kernel?.count ?? 0) >> 20
    let compression = size < leastAnnounced ? nil : image.innermost.compression
    let words = compression.map { "packing \(size) MiB by \($0.rawValue)" }
    let bytes = try Progress.during(words) { try rewrite.bytes() }
    try ImageFile.checkWhole()
    try bytes.withUnsafeBytes { try Output.write($0, to: output) }
    if image.isSigned {
      complain("pvkit: \(output): the Secure Boot signature of \(image.name) was removed")
    }
    return bytes
  }
}

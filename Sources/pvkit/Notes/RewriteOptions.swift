// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Generators
import Glibc
import GuestImage
import HypervisorABI

/// The options of commands that write a changed copy of an image.
struct RewriteOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "The file to write; the image itself is not changed.",
    completion: .file())
  var output: String

  @OptionGroup var limit: UnpackLimit

  /// Opens the image, changes its notes and writes the new file atomically.
  func rewrite(_ path: String, _ change: (inout NoteRewrite) throws -> Void) throws {
    let image = try NamedImage(path).open(limit: limit.bytes)
    var rewrite = try NoteRewrite(image)
    try change(&rewrite)
    try Self.write(rewrite, of: image, to: output)
  }

  /// Writes the changed image, and reports if that removed a Secure Boot signature.
  ///
  /// - Returns: the bytes of the new file.
  @discardableResult
  static func write(
    _ rewrite: NoteRewrite, of image: GuestImage, to output: String
  ) throws -> [UInt8] {
    try checkIsAnother(output, than: image.name)
    let kernel = (image.kernel?.count ?? 0) >> 20
    if let codec = image.innermost.compression, isatty(STDERR_FILENO) == 1 {
      complain("packing \(kernel) MiB by \(codec.rawValue) …")
    }
    let bytes = try rewrite.bytes()
    try ImageFile.checkWhole()
    try bytes.withUnsafeBytes { try Output.write($0, to: output) }
    if image.isSigned {
      complain("pvkit: \(output): the Secure Boot signature of \(image.name) was removed")
    }
    return bytes
  }

  /// Checks that the output is not the image itself, or the package with it.
  static func checkIsAnother(_ output: String, than image: String) throws {
    guard !isSameFile(NamedImage(image).file, output) else {
      throw ValidationError("--output: \(output) is the image itself, which is never overwritten")
    }
  }

  /// Whether both names refer to the same file, including by links.
  static func isSameFile(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    return FileName.with(one) { stat($0, &first) } == 0
      && FileName.with(other) { stat($0, &second) } == 0
      && first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage

struct UnpackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpack",
    abstract: "Extract the ELF kernel from a bzImage or a gzip file.",
    discussion: """
      Examples:
        pvkit unpack /boot/vmlinuz -o vmlinux
        pvkit unpack linux-image.deb -o vmlinux

      Exit codes: 0 written; 2 usage error; 3 the image could not be unpacked, or the file could not be written.
      """)

  @OptionGroup var limit: UnpackLimit

  @Option(name: .shortAndLong, help: "The file to write; it appears only when it is complete.")
  var output: String

  @Argument(help: UnpackLimit.image, completion: .file()) var image: String

  func run() throws {
    try InputFiles(image: image).check(isNot: output)
    let image = try NamedImage(image).open(limit: limit.bytes)
    if let problem = image.problem { throw problem }
    guard let kernel = image.kernel else {
      throw ImageError(
        image: image.name, problem: "it does not contain an ELF file", cure: "give vmlinux")
    }
    // A sparse file can be very large, and the copy would not be sparse.
    guard kernel.count <= limit.bytes else {
      throw ImageError(
        image: image.name,
        problem: "the kernel has \(kernel.count) bytes, more than the limit of "
          + "\(limit.bytes)", cure: "raise --max-unpacked")
    }
    try kernel.withUnsafeBytes { try Output.write($0, to: output) }
  }
}

// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Generators
import GuestImage

struct UnpackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpack",
    abstract: "Write the ELF inside a bzImage or a .gz to a file.",
    discussion: """
      Example:
        pvkit unpack /boot/vmlinuz -o vmlinux

      Exit codes: 0 written; 2 usage; 3 it could not be unpacked or written.
      """)

  @Option(help: "Unpack to at most this many bytes (K, M, G).")
  var maxUnpacked = ByteCount(1 << 30, text: "1G")

  @Option(name: .shortAndLong, help: "The file to write; it appears whole or not at all.")
  var output: String

  @Argument(help: "A bzImage or gzipped ELF; - reads standard input.")
  var image: String

  func run() throws {
    let image = try GuestImage.open(path: image, limit: maxUnpacked.bytes)
    if let problem = image.problem { throw problem }
    guard let kernel = image.kernel else {
      throw ImageError(image: image.name, problem: "there is no ELF inside", cure: "give vmlinux")
    }
    try kernel.withUnsafeBytes { try FileWriter.write($0, to: output) }
  }
}

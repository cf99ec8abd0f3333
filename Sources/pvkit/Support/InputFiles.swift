// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import Glibc
import GuestImage

/// The files that a command reads. A command that writes a file checks first that it is none of
/// them, whatever the name: what they contain may be nowhere else.
struct InputFiles {
  private var files: [(path: String, words: String)] = []

  init() {}

  /// The image, or the package with it.
  init(image: String) { add(NamedImage(image).file, as: "the image itself") }

  /// Adds a file that may be read; nil is none.
  ///
  /// - Parameters:
  ///   - path: the path of the file, or of a file or link that leads to it; `-` is standard input.
  ///   - words: what the file is to the command: `the initial ramdisk`.
  mutating func add(_ path: String?, as words: String) {
    if let path { files.append((path, words)) }
  }

  mutating func add(_ paths: [String], as words: String) {
    for path in paths { add(path, as: words) }
  }

  /// Checks that a file to write is none of these.
  ///
  /// - Parameters:
  ///   - output: the name of the file to write; nil is none.
  ///   - option: the option that names it.
  /// - Throws: `ValidationError`.
  func check(isNot output: String?, option: String = "--output") throws {
    guard let output, output != Output.standard else { return }
    for (path, words) in files where Self.isSameFile(path == "-" ? "/dev/stdin" : path, output) {
      throw ValidationError("\(option): \(output) is \(words), which is never overwritten")
    }
  }

  /// Whether both names refer to the same file or disk, including by links. Terminals and pipes
  /// keep nothing that could be overwritten.
  private static func isSameFile(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard FileName.with(one, { stat($0, &first) }) == 0,
      FileName.with(other, { stat($0, &second) }) == 0
    else { return false }
    let kind = first.st_mode & S_IFMT
    return (kind == S_IFREG || kind == S_IFBLK) && first.st_dev == second.st_dev
      && first.st_ino == second.st_ino
  }
}

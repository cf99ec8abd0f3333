// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Base
import GuestImage
import Reports

/// The options of every command that opens images.
struct ImageOptions: ParsableArguments {
  @OptionGroup var limit: UnpackLimit

  @Option(
    help: """
      A file with names of images, one per line (LF or CRLF), or each ended by a NUL (find -print0); - is \
      standard input. May be repeated.
      """,
    completion: .file())
  var filesFrom: [String] = []

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: "The number of images to work on at the same time. (default: one for each processor)")
  var jobs: Int?

  @Argument(
    help: """
      A vmlinux, bzImage or gzipped ELF; a directory of them; a package or archive (.deb, .rpm, .tar.*, \
      cpio); - reads standard input.
      """)
  var images: [String] = []

  private static let mostJobs = 1024
  /// The size limit of a list in bytes: more than a million names.
  private static let longestList = 256 << 20

  func validate() throws {
    guard !images.isEmpty || !filesFrom.isEmpty || !projects.isEmpty else {
      throw ValidationError("Missing expected argument '<images> ...'" + Project.missingImages)
    }
    if let jobs, !(1...Self.mostJobs).contains(jobs) {
      throw ValidationError("--jobs: expected 1 to \(Self.mostJobs)")
    }
    guard filesFrom.count(where: { $0 == "-" }) + images.count(where: { $0 == "-" }) < 2 else {
      throw ValidationError("standard input (-) can be read once")
    }
  }

  /// The images of the command line, followed by those of each list, or else those of the project
  /// file.
  func names() throws -> [String] {
    try isProjects ? Project.takeImages() : images + filesFrom.flatMap(Self.names)
  }

  /// Whether the images come from the project file.
  var isProjects: Bool { images.isEmpty && filesFrom.isEmpty }

  /// Whether only one name is given, and no list; it can be a directory or package.
  var isOne: Bool { isProjects ? projects.count == 1 : images.count == 1 && filesFrom.isEmpty }

  private var projects: [String] { Project.current.withLock { $0?.images ?? [] } }

  private static func names(in list: String) throws -> [String] {
    let file = try ImageFile.read(
      list, limit: longestList, wanted: "a list of images, one a line", readsPipes: true,
      isAdjustable: false)
    let encoding = file.withUnsafeBytes { TextEncoding($0, isList: true) }
    if let encoding, encoding != .marked { throw ImageError(encoding, of: list) }
    if let kind = ForeignList.kind(of: file) {
      throw ImageError(
        image: list, problem: "is not a list of names: it is \(kind)",
        cure: "give an image itself without --files-from")
    }
    let bytes = file.array
    try ImageFile.checkWhole()
    let names = lines(of: Array(bytes.dropFirst(encoding?.mark.count ?? 0))).map { name in
      (name + [0]).withUnsafeBytes {
        FileName.text($0.assumingMemoryBound(to: CChar.self).baseAddress!)
      }
    }
    guard !names.isEmpty else {
      throw ImageError(
        image: list, problem: "lists no image, only blank lines", cure: "list one image a line")
    }
    return names
  }

  /// The names in a list: each ended by a NUL, or one a line. Each line may end as on Windows; a
  /// name that ends in CR needs a list with NUL.
  private static func lines(of list: [UInt8]) -> [ArraySlice<UInt8>] {
    let (newline, carriageReturn): (UInt8, UInt8) = (0x0a, 0x0d)
    guard !list.contains(0) else { return list.split(separator: 0) }
    let lines = list.split(separator: newline, omittingEmptySubsequences: false)
    return lines.map { $0.last == carriageReturn ? $0.dropLast() : $0 }.filter { !$0.isEmpty }
  }
}

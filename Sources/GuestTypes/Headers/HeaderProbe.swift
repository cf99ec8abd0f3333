// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc
import GuestImage
import HypervisorABI
import SystemPackage

/// Compiles generated files that include the headers of a tree, for one architecture and without
/// any other file of the machine.
struct HeaderProbe: Sendable {
  /// The most headers of one tree.
  private static let mostHeaders = 1000

  let tree: HeaderTree
  let compiler: Compiler
  let architecture: Architecture

  /// Runs `body` with a directory that contains everything that a probe includes.
  func withDirectory<R>(_ body: (ScratchDirectory) throws -> R) throws -> R {
    try ScratchDirectory.with("types") { directory in
      let links = tree.links(for: architecture)
      for (name, target) in links {
        try Self.checkFiles(FilePath(named: target))
        try directory.link("tree/" + name, to: target)
      }
      let linked = links.keys.flatMap { Self.headers(below: directory.file("tree/" + $0)) }
      for name in HeaderStandIns.names(in: linked) { try directory.write("stand-ins/" + name, "") }
      try directory.write("prelude.h", HeaderPrelude.text(for: tree, on: architecture))
      return try body(directory)
    }
  }

  /// Refuses files that are not regular, on which a compiler would block or read without end.
  private static func checkFiles(_ place: FilePath) throws {
    for file in try [FilePath()] + place.filesBelow() {
      let file = place.pushing(file)
      guard let status = try file.statusFollowed() else { continue }
      guard status.type == .regular || status.type == .directory else {
        throw ImageError(
          image: file.string, problem: "is not a regular file", cure: "give a whole tree")
      }
    }
  }

  /// The interface's headers by the names by which they are included, xen.h first, without those of
  /// other architectures.
  ///
  /// - Throws: `ImageError` if there are too many.
  func headers(in directory: ScratchDirectory) throws(ImageError) -> [String] {
    let top = directory.file("tree/")
    let all = Self.headers(below: top + tree.flavour.mount).map {
      String($0.dropFirst(top.utf8.count))
    }
    let mount = tree.flavour.mount + "/"
    let wanted = all.filter { isWanted($0.dropFirst(mount.count)) }
    guard wanted.count <= Self.mostHeaders else {
      throw ImageError(
        image: tree.path, problem: "more than \(Self.mostHeaders) headers in \(mount)",
        cure: "name a source tree")
    }
    let first = mount + "xen.h"
    return [first] + wanted.filter { $0 != first }
  }

  /// Whether a header is to be included; xen.h already includes those of its architecture.
  private func isWanted(_ name: Substring) -> Bool {
    let comesWithXen = name.hasPrefix("arch-x86/xen-x86_") || name == "arch-x86/xen.h"
    let isForeign = name.hasPrefix("arch-") && !name.hasPrefix("arch-x86/")
    return !comesWithXen && !isForeign && !name.hasPrefix("foreign/")
  }

  /// Compiles `text` after the prelude and the headers.
  ///
  /// - Parameters:
  ///   - text: the C source.
  ///   - headers: the headers to include.
  ///   - object: the path of the object file; nil to check for errors only.
  ///   - directory: the directory from `withDirectory`.
  /// - Returns: the compiler's messages; nil if it succeeded.
  func complaint(
    about text: String = "", including headers: [String], object: String? = nil,
    in directory: ScratchDirectory
  ) throws -> [String]? {
    let lines = headers.map { "#include <\($0)>" } + [text, ""]
    try directory.write("probe.c", "#include \"prelude.h\"\n" + lines.joined(separator: "\n"))
    let output = object.map { ["-g", "-c", "-o", $0] } ?? ["-fsyntax-only"]
    let options =
      [
        "-std=gnu11", "-w", "-ffreestanding", "-nostdinc", "-fno-eliminate-unused-debug-types",
        "-Wno-error=implicit-function-declaration",
        "-I" + directory.file("tree"), "-I" + directory.file("stand-ins"),
      ] + Compiler.options(for: architecture) + output
    return try compiler.complaint(
      about: options + [directory.file("probe.c")], within: tree.path, in: directory)
  }

  /// A header, or the headers in a directory and two levels below it, sorted.
  private static func headers(below path: String) -> [String] {
    if path.hasSuffix(".h") { return [path] }
    return ["/*.h", "/*/*.h", "/*/*/*.h"].flatMap { FileName.files(below: path, $0) }
  }
}

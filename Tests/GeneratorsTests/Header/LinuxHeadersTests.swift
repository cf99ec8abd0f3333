// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Generators
import HypervisorABI
import Testing

@testable import GuestTypes

/// One program, written for Linux's own copy of the interface, on that and on generated headers in
/// its place.
@Suite struct LinuxHeadersTests {
  private static let source = Places.package + "/Tests/GeneratorsTests/Header/linux_probe.c"

  /// The sizes, places and numbers that the program holds.
  private func values(in object: String) throws -> [UInt8] {
    let result = try Command.run(
      ["objcopy", "-O", "binary", "-j", ".probe", object, object + ".values"])
    #expect(result.status == 0, "\(result.errors)")
    return try [UInt8](Data(contentsOf: URL(filePath: object + ".values")))
  }

  /// On the headers of Debian's Linux 6.1.
  private func theirs(_ architecture: Architecture) throws -> [UInt8] {
    let tree = try HeaderTree(DebianImages.linuxHeaders())
    let probe = HeaderProbe(
      tree: tree, compiler: GuestTypes.Compiler(), architecture: architecture)
    return try probe.withDirectory { folder in
      let object = folder.file("theirs.o")
      // Nothing may be included that is neither the tree's nor the probe's.
      let text = String(decoding: try Data(contentsOf: URL(filePath: Self.source)), as: UTF8.self)
      let complaint = try probe.complaint(about: text, including: [], object: object, in: folder)
      try #require(complaint == nil, "\(complaint ?? [])")
      return try values(in: object)
    }
  }

  private func ours(_ architecture: Architecture, _ compiler: Compiler) throws -> [UInt8] {
    try Places.withScratchFolder { folder in
      let files = Generate.headerTree(HeaderDescription(.standard))
      try TreeWriter(directory: folder + "/xen").write(
        files.map { GeneratedFile(path: "interface/" + $0.path, text: $0.text) })
      let object = folder + "/ours.o"
      let built = try Command.run(
        [
          compiler.rawValue, "-std=gnu11", architecture == .i386 ? "-m32" : "-m64", "-Wall",
          "-Wextra", "-Werror", "-ffreestanding", "-I", folder, "-c", "-o", object, Self.source,
        ])
      try #require(built.status == 0, "\(built.errors)")
      return try values(in: object)
    }
  }

  @Test(arguments: Architecture.allCases)
  func whatIsWrittenForLinuxsFindsTheSame(architecture: Architecture) throws {
    let theirs = try theirs(architecture)
    #expect(theirs.count > 100 * architecture.wordSize)
    for compiler in Compiler.allCases {
      #expect(try ours(architecture, compiler) == theirs)
    }
  }
}

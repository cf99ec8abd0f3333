// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import TestGuests
import Testing

/// Files that pvkit reads as text, in the encodings of editors and shells of Windows: the encoding is
/// the cause of the error, or does not matter.
@Suite struct EncodingsTests {
  private static func utf16(_ text: String) -> [UInt8] {
    TextEncoding.utf16Little.mark
      + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }

  /// Commands that read FILE, and what makes it; empty for a text of its own.
  private static let readers: [(command: String, made: String, text: String)] = [
    ("report merge FILE", "check --format json --shard 1/1 k", ""),
    ("check --baseline FILE k", "check --format json k", ""),
    ("abi verify --baseline FILE k", "check --format json k", ""),
    ("explain FILE:1", "check --format json k", ""),
    ("scan --suppress FILE k", "", "main hlt right\n"),
    ("check --files-from FILE", "", "k\n"),
    ("check --files-from - < FILE", "", "k\n"),
    ("generate notes FILE", "", "GUEST_OS linux\n"),
  ]

  @Test(arguments: readers) func theEncodingIsTheCause(
    command: String, made: String, text: String
  ) throws {
    try Places.withScratchFolder { folder in
      var guest = TestGuest()
      guest.notes[0].name = Array("name\0".utf8)
      try Output.write(guest.build().bytes, to: folder + "/k")
      let content = try made.isEmpty ? text : ProjectFolder.run(folder, made).output
      let file = folder + "/file"
      func run() throws -> CommandResult {
        try ProjectFolder.run(folder, command.replacing("FILE", with: "file"))
      }
      try Output.write(content, to: file)
      let plain = try run()
      try Output.write(Self.utf16(content), to: file)
      let name = command.contains("<") ? "-" : "file"
      try run().expectOneError(
        containing: "pvkit: \(name): is UTF-16 (little-endian), not UTF-8; convert it (iconv ")
      try Output.write(TextEncoding.marked.mark + Array(content.utf8), to: file)
      let marked = try run()
      #expect(marked.status == plain.status && marked.output == plain.output, "\(marked.errors)")
      #expect(marked.errors == plain.errors)
    }
  }

  /// A pipe can be read once, and its encoding is the cause all the same.
  @Test func ofAPipe() throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/k")
      try Output.write(Self.utf16("{}\n"), to: folder + "/file")
      let script = "cd '\(folder)'; '\(Places.pvkit)' abi verify --baseline <(cat file) k"
      try Command.run(["bash", "-c", script])
        .expectOneError(containing: ": is UTF-16 (little-endian), not UTF-8; convert it (iconv ")
    }
  }

  @Test func ofAProject() throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/k")
      let text = "images = [\"k\"]\n"
      try Output.write(Self.utf16(text), to: folder + "/.pvkit.toml")
      try ProjectFolder.run(folder, "check").expectOneError(
        containing: ".pvkit.toml: is UTF-16 (little-endian), not UTF-8")
      try Output.write(TextEncoding.marked.mark + Array(text.utf8), to: folder + "/.pvkit.toml")
      let marked = try ProjectFolder.run(folder, "check --format json")
      #expect(try marked.objects().map { $0["image"] as? String } == ["k"], "\(marked.errors)")
    }
  }
}

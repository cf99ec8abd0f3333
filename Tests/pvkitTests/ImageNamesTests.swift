// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Reports
import TestGuests
import Testing

/// The names of images in reports, by which a baseline recognizes them.
@Suite struct ImageNamesTests {
  /// A right guest, or one whose first note has a wrong owner.
  private static func guest(_ path: String, isWrong: Bool = false) throws {
    var guest = TestGuest()
    if isWrong { guest.notes[0].name = Array("name\0".utf8) }
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    _ = try Command.run(["mkdir", "-p", "/" + parent])
    try Output.write(guest.build().bytes, to: path)
  }

  private static func names(_ result: CommandResult) throws -> [String] {
    try result.objects().compactMap { $0["image"] as? String }
  }

  /// Of absolute paths that end alike, a new finding in one is new, although the other has it.
  @Test func twoOfOneName() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/s/a/vmlinux", isWrong: true)
      try Self.guest(folder + "/s/b/vmlinux")
      let list = Array("\(folder)/s/a/vmlinux\0\(folder)/s/b/vmlinux\0".utf8)
      func check(_ more: String...) throws -> CommandResult {
        try Command.run([Places.pvkit, "check", "--files-from", "-"] + more, input: list)
      }
      let first = try check("--format", "json")
      #expect(try Self.names(first) == ["a/vmlinux", "b/vmlinux"])
      try Output.write(first.output, to: folder + "/ab.json")
      #expect(try check("--baseline", folder + "/ab.json").status == 0)
      try Self.guest(folder + "/s/b/vmlinux", isWrong: true)
      let result = try check("--baseline", folder + "/ab.json")
      #expect(result.status == 1)
      let lines = result.output.split(separator: "\n")
      #expect(lines.contains { $0.hasPrefix("a/vmlinux: 0 new") }, "\(result.output)")
      #expect(lines.contains { $0.hasPrefix("b/vmlinux: ") && !$0.contains(": 0 new") })
      for format in ["text", "gcc", "junit", "sarif", "html", "github"] {
        let output = try check("--format", format).output
        #expect(output.contains("a/vmlinux") && output.contains("b/vmlinux"), "\(format)")
      }
      // A shard has the names of the whole run.
      for (shard, name) in [("1/2", "a/vmlinux"), ("2/2", "b/vmlinux")] {
        let part = try check("--format", "json", "--shard", shard)
        #expect(Set(try Self.names(part)) == [name])
      }
    }
  }

  @Test func directoriesOfOneName() throws {
    try Places.withScratchFolder { folder in
      for name in ["d1", "d2"] { try Self.guest("\(folder)/\(name)/boot/vmlinuz") }
      let directories = ["d1", "d2", "d3"].map { "\(folder)/\($0)/boot" }
      _ = try Command.run(["mkdir", "-p", directories[2]])
      let result = try Command.run([Places.pvkit, "check", "--format", "json"] + directories)
      // The last one is empty.
      #expect(try Self.names(result) == ["d1/boot/vmlinuz", "d2/boot/vmlinuz", "d3/boot"])
      #expect(result.status == 3)
    }
  }

  /// What still has one name with different findings is an error, and the baseline stays as it is.
  @Test func namesThatCannotBeToldApart() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/k/a")
      try Self.guest(folder + "/k.tar(a)", isWrong: true)
      let other =
        #"{"fingerprints":[],"form":"baseline","image":"other","of":"check","version":1}"# + "\n"
      try Output.write(other, to: folder + "/known.json")
      let script = """
        cd "$1" && tar -C k -cf k.tar a && tar -C k -rf k.tar a
        "$2" check --format json k.tar > 2
        "$2" check --baseline known.json $3 k.tar 'k.tar(a)'
        """
      for more in ["", "--update-baseline"] {
        let result = try Command.run(["sh", "-c", script, "sh", folder, Places.pvkit, more])
        #expect(result.status == 3, "\(result.output)")
        #expect(
          result.errors.contains(
            "known.json: several images of this run are called k.tar(a), with different findings"),
          "\(result.errors)")
      }
      #expect(try String(contentsOfFile: folder + "/known.json", encoding: .utf8) == other)
      let members = try String(contentsOfFile: folder + "/2", encoding: .utf8)
      #expect(members.contains("\"image\":\"k.tar(a)\""))
      #expect(members.contains("\"image\":\"k.tar(a) #2\""))
    }
  }

  /// A baseline of one image holds for one image of any name, but not for each in a package.
  @Test func aBaselineOfOneForAPackage() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/k/vmlinuz-1", isWrong: true)
      func tar(_ names: String...) throws {
        let words = ["tar", "-C", folder + "/k", "-cf", folder + "/k.tar"] + names
        #expect(try Command.run(words).status == 0)
      }
      func check(_ more: String...) throws -> CommandResult {
        try Command.run(
          [Places.pvkit, "check", "--baseline", folder + "/known.json", folder + "/k.tar"] + more)
      }
      try tar("vmlinuz-1")
      #expect(try check("--update-baseline").status == 0)
      try Self.guest(folder + "/k/vmlinuz-2", isWrong: true)
      try tar("vmlinuz-2")
      #expect(try check().status == 0)
      try tar("vmlinuz-1", "vmlinuz-2")
      let two = try check()
      #expect(two.status == 3)
      #expect(two.errors.contains("has the findings of one image, and there are 2; write it anew"))
      #expect(try check("--update-baseline").status == 0)
      #expect(try check().status == 0)
    }
  }

  /// A run over a part of the images leaves what is known of the others.
  @Test func aPartIsUpdated() throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b", "c"] { try Self.guest("\(folder)/k/\(name)", isWrong: true) }
      func check(_ images: [String], _ more: String...) throws -> CommandResult {
        try Command.run(
          [Places.pvkit, "check", "--baseline", folder + "/known.json"] + more
            + images.map { "\(folder)/k/\($0)" })
      }
      func known() throws -> [String: Int] {
        let text = try String(contentsOfFile: folder + "/known.json", encoding: .utf8)
        try Schemas.expect(text.split(separator: "\n").map(String.init), toBe: .baseline)
        let lines = try text.split(separator: "\n").map {
          try #require(
            JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        return Dictionary(
          uniqueKeysWithValues: lines.map {
            ($0["image"] as? String ?? "", ($0["fingerprints"] as? [String])?.count ?? -1)
          })
      }
      #expect(try check(["a", "b", "c"], "--update-baseline").status == 0)
      let all = try known()
      let count = try #require(all["a"])
      #expect(count > 0 && all == ["a": count, "b": count, "c": count])
      try Self.guest(folder + "/k/b")
      let part = try check(["b"], "--update-baseline")
      #expect(part.status == 0)
      #expect(
        part.errors.contains("the entries of 2 images that this run did not check stay")
          && part.errors.contains("\(2 * count) findings in 3 images are known now"),
        "\(part.errors)")
      #expect(try known() == ["a": count, "b": 0, "c": count])
      #expect(try check(["a", "b", "c"]).status == 0)
    }
  }

  /// Lists without a name are an error, and lines may end as on Windows.
  @Test func linesOfAList() throws {
    try Places.withScratchFolder { folder in
      try Self.guest(folder + "/a")
      try Self.guest(folder + "/b\r")
      func check(_ list: String) throws -> CommandResult {
        try pvkit("check", "--format", "json", "--files-from", "-", input: Array(list.utf8))
      }
      for list in ["\n\n", "\r\n\r\n", "\0\0", "\n"] {
        try check(list).expectOneError(containing: "lists no image, only blank lines")
      }
      try Self.guest(folder + "/c")
      let (a, b, c) = (folder + "/a", folder + "/b\r", folder + "/c")
      for list in [
        "\(a)\r\n\(c)\r\n", "\r\n\(a)\r\n\(c)", "\n\(a)\n\n\(c)", "\(a)\r\n\(c)\n",
        "\(a)\n\(c)\r\n", "\(a)\n\r\n\(c)\r",
      ] {
        let result = try check(list)
        #expect(try Self.names(result) == ["a", "c"], "\(result.errors)")
      }
      // Among names that end in NUL, a CR is a part of the name.
      #expect(try Self.names(check("\(a)\0\(b)\0")) == ["a", "b\r"])
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Testing

/// `pvkit diff`: what changed between two builds.
@Suite struct DiffCommandTests {
  @Test func theSameHasNoChange() throws {
    let kernel = try DebianImages.linuxCloud()
    let result = try pvkit("diff", kernel, kernel)
    #expect(result.status == 0)
    #expect(result.output.hasSuffix(": Xen 4.17, 0 changes, 0 for the worse\n"), "\(result.output)")
  }

  /// A note that is gone: the note itself, the verdict, and what the rules say of it.
  @Test func aNoteThatIsGone() throws {
    try Places.withScratchFolder { folder in
      let (old, new) = (folder + "/old", folder + "/new")
      #expect(try pvkit("unpack", DebianImages.linuxCloud(), "-o", old).status == 0)
      #expect(try pvkit("notes", "remove", old, "PHYS32_ENTRY", "-o", new).status == 0)
      let result = try pvkit("diff", "--format", "json", old, new)
      #expect(result.status == 1, "\(result.errors)")
      try Schemas.expect([result.output], toBe: .diff)
      let changes = try #require(result.document()["changes"] as? [[String: Any]])
      let names = changes.map {
        "\($0["part"] ?? "") \($0["name"] ?? "")" + ($0["isWorse"] as? Bool == true ? " !" : "")
      }
      #expect(names.contains { $0.hasPrefix("note PHYS32_ENTRY") }, "\(names)")
      #expect(names.contains("verdict libxenguest 4.17 domU pvh !"), "\(names)")
      #expect(!names.contains { $0.hasPrefix("code") || $0.hasPrefix("type") }, "\(names)")
      // The other way round nothing is worse.
      let back = try pvkit("diff", new, old)
      #expect(back.status == 0, "\(back.output)")
      #expect(back.output.contains("  note PHYS32_ENTRY\n    + 0x"), "\(back.output)")
      #expect(back.output.contains("    - not offered\n    + accepts"), "\(back.output)")
    }
  }

  /// Two kernels of different sizes: nothing that moved is a change.
  @Test func anotherBuild() throws {
    let result = try pvkit("diff", DebianImages.linux(), DebianImages.linuxCloud())
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("  hypercall "), "\(result.output)")
    #expect(!result.output.contains("  worse "))
  }

  /// Packages, as `check` takes them; of several kernels, one has to be named.
  @Test func packages() throws {
    try Places.withScratchFolder { folder in
      let kernel = try DebianImages.linuxCloud()
      for file in ["boot/one", "boot/two", "etc/text"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/" + file.prefix { $0 != "/" }, withIntermediateDirectories: true)
        let source = file.hasPrefix("boot") ? kernel : "/etc/passwd"
        try FileManager.default.copyItem(atPath: source, toPath: folder + "/" + file)
      }
      func pack(_ archive: String, _ files: String...) throws -> String {
        let made = try Command.run(["tar", "-C", folder, "-czf", folder + "/" + archive] + files)
        try #require(made.status == 0, "\(made.errors)")
        return folder + "/" + archive
      }
      let one = try pack("one.tar.gz", "boot/one", "etc/text")
      let both = try pack("both.tar.gz", "boot/one", "boot/two")
      let none = try pack("none.tar.gz", "etc/text")
      let plain = try pvkit("diff", kernel, one)
      #expect(plain.status == 0, "\(plain.errors)")
      #expect(plain.output.contains(" → one.tar.gz(boot/one): Xen 4.17, 0 changes"))
      let named = try pvkit("diff", both + "(boot/one)", both + "(boot/two)")
      #expect(named.output.hasPrefix("both.tar.gz(boot/one) → both.tar.gz(boot/two): "))
      #expect(try pvkit("map", one).status == 0)
      #expect(try pvkit("unpack", one, "-o", folder + "/vmlinux").status == 0)
      #expect(try pvkit("diff", one, folder + "/vmlinux").output.contains("1 change, 0 for the"))
      #expect(try pvkit("map", both + "(boot/two)").output.contains("both.tar.gz(boot/two)"))
      for command in [["map"], ["diff", kernel]] {
        let several = try Command.run([Places.pvkit] + command + [both])
        several.expectOneError(
          containing: "contains 2 kernel images; name '\(both)(boot/one)' or '\(both)(boot/two)'")
        try Command.run([Places.pvkit] + command + [both + "(boot/x)"])
          .expectOneError(containing: "has no kernel image (boot/x); name '")
        try Command.run([Places.pvkit] + command + [none])
          .expectOneError(containing: "contains no kernel image; name the file itself")
        try Command.run([Places.pvkit] + command + [kernel + "(boot/x)"])
          .expectOneError(containing: "is not a package, so that it has no member (boot/x)")
      }
      // A file whose name looks like that of a member is that file.
      let odd = folder + "/both.tar.gz(odd)"
      try FileManager.default.copyItem(atPath: kernel, toPath: odd)
      #expect(try pvkit("map", odd).status == 0)
    }
  }

  /// Two images of one name are told apart.
  @Test func imagesOfOneName() throws {
    try Places.withScratchFolder { folder in
      for build in ["old", "new"] {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(build)", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
          atPath: DebianImages.linuxCloud(), toPath: "\(folder)/\(build)/vmlinuz")
      }
      let result = try pvkit("diff", "\(folder)/old/vmlinuz", "\(folder)/new/vmlinuz")
      #expect(result.output.hasPrefix("old/vmlinuz → new/vmlinuz: "), "\(result.output)")
      let json = try pvkit(
        "diff", "--format", "json", "\(folder)/old/vmlinuz", "\(folder)/new/vmlinuz"
      ).document()
      #expect(json["before"] as? String == "old/vmlinuz")
      #expect(json["after"] as? String == "new/vmlinuz")
    }
  }

  @Test func whatCannotBeRead() throws {
    let kernel = try DebianImages.linuxCloud()
    try pvkit("diff", kernel, "/dev/null").expectOneError(containing: "/dev/null: ")
    let json = try pvkit("diff", "--format", "json", "/etc/passwd", kernel)
    #expect(json.status == 3)
    try Schemas.expect([json.output], toBe: .diff)
  }
}

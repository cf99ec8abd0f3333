// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// A kernel in a package, as the argument of every command that takes one kernel.
@Suite struct NamedImageTests {
  /// Names in which a shell, or a search for the first parenthesis, would go wrong.
  private static let (first, second) = ("a (b)/k (1)", "a (b)/k(2) #3 'x'.elf")

  /// Makes `one (1).tar.gz` with one kernel, `both(2).tar` with two, and `none.tar` with none.
  private static func withPackages(
    of image: String, _ body: (_ one: String, _ both: String, _ none: String, String) throws -> Void
  ) throws {
    try Places.withScratchFolder { folder in
      let script = """
        cd "$1"; mkdir 'a (b)' etc; echo text > etc/text; cp "$2" "$3"; cp "$2" "$4"
        tar -czf 'one (1).tar.gz' etc "$3"; tar -cf 'both(2).tar' "$3" etc "$4"; tar -cf none.tar etc
        """
      let made = try Command.run(["sh", "-ec", script, "sh", folder, image, first, second])
      try #require(made.status == 0, "\(made.errors)")
      try body(folder + "/one (1).tar.gz", folder + "/both(2).tar", folder + "/none.tar", folder)
    }
  }

  /// What is said of the image in the package is what is said of the image itself.
  @Test(arguments: [
    ["map", "IMAGE"], ["diff", "IMAGE", "IMAGE"], ["unpack", "IMAGE", "-o", "-"],
    ["notes", "set", "IMAGE", "GUEST_OS=new", "-o", "-"],
    ["notes", "add", "IMAGE", "SUSPEND_CANCEL=1", "-o", "-"],
    ["notes", "remove", "IMAGE", "GUEST_VERSION", "-o", "-"], ["notes", "list", "IMAGE"],
    ["check", "IMAGE"], ["check", "--xen", "4.2,4.17", "IMAGE"], ["scan", "IMAGE"],
    ["abi", "verify", "IMAGE"], ["abi", "snapshot", "IMAGE"], ["abi", "diff", "IMAGE", "4.17"],
    ["abi", "verify", "--base", "IMAGE", "MODULE"],
  ]) func asAFileOfItsOwn(command: [String]) throws {
    // Only the types of a distribution's kernel are compared; all else takes a small one.
    let kernel = try command[0] == "abi" ? DebianImages.linuxCloud() : GeneratedGuest().image()
    let module = try DebianImages.linuxModule("xen-netfront", cloud: true)
    try Self.withPackages(of: kernel) { one, both, none, folder in
      func run(_ image: String) throws -> CommandResult {
        let words = command.map { $0 == "IMAGE" ? image : $0 == "MODULE" ? module : $0 }
        return try Command.run([Places.pvkit] + words)
      }
      let plain = folder + "/plain"
      try FileManager.default.copyItem(atPath: kernel, toPath: plain)
      let direct = try run(plain)
      #expect(!direct.output.isEmpty, "\(direct.errors)")
      for name in ["\(both)(\(Self.first))", "\(both)(\(Self.second))"] {
        let named = try run(name)
        #expect(named.status == direct.status, "\(named.errors)")
        let title = String(name.dropFirst(folder.count + 1))
        let output = named.output.replacing(name.shellWord, with: plain)
        #expect(output.replacing(title, with: "plain") == direct.output, "\(name)")
      }
      let isList = [["check"], ["scan"], ["notes", "list"], ["abi", "verify"]].contains {
        command.starts(with: $0)
      }
      try run(both + "(etc/text)").expectOneError(
        containing: isList ? "image (etc/text); name '" : "has no kernel image (etc/text); name '")
      try run(plain + "(x)").expectOneError(
        containing: "is not a package, so that it has no member (x); name the image itself")
      guard !isList || command.contains("--base") else { return }
      let only = try run(one)
      #expect(only.status == direct.status, "\(only.errors)")
      try run(none).expectOneError(
        containing: "contains no kernel image: its only file is not a bzImage or a bootable")
      try run(both).expectOneError(
        containing: """
          contains 2 kernel images; name '\(both)(\(Self.first))' or \
          \("\(both)(\(Self.second))".shellWord)
          """)
    }
  }

  /// A member is found by the name that tar lists, too, and reports have it without `./`.
  @Test func asTarListsIt() throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/g")
      let script = """
        cd "$1"; mkdir k; cp g k/1; cp g k/2; tar -C k -cf k.tar ./1 ./2; tar -tf k.tar
        """
      let made = try Command.run(["sh", "-ec", script, "sh", folder])
      #expect(made.output == "./1\n./2\n")
      for command in [["check", "--format", "json"], ["map"]] {
        let plain = try Command.run([Places.pvkit] + command + [folder + "/k.tar(2)"])
        let listed = try Command.run([Places.pvkit] + command + [folder + "/k.tar(./2)"])
        #expect(listed.output == plain.output, "\(listed.errors)")
        #expect(listed.output.contains("k.tar(2)"), "\(listed.output)")
      }
    }
  }

  /// A guest runs and boots from a package, at once or not at all.
  @Test(arguments: ["run", "boot"]) func itRuns(command: String) throws {
    let image = try GeneratedGuest().image()
    // The generated guest passes wrong pointers on purpose, of which `run` warns.
    let direct = try pvkit(command, image)
    try Self.withPackages(of: image) { one, both, none, _ in
      for name in [one, "\(both)(\(Self.second))"] {
        let result = try pvkit(command, name)
        #expect(result.status == direct.status, "\(result.output)\(result.errors)")
        #expect(result.output.contains("all tests passed"))
      }
      try pvkit(command, both).expectOneError(containing: "contains 2 kernel images; name '")
      try pvkit(command, none).expectOneError(containing: "contains no kernel image")
      try pvkit(command, both + "(x)").expectOneError(containing: "has no kernel image (x)")
    }
  }

  /// Of many kernels, no more are opened than an error names.
  @Test func moreThanAnErrorNames() throws {
    try Places.withScratchFolder { folder in
      for number in 0..<9 {
        try Output.write(TestGuest().build().bytes, to: "\(folder)/k\(number)")
      }
      let tar = folder + "/k.tar"
      _ = try Command.run(["sh", "-c", "cd \"$1\"; tar -cf k.tar k*", "sh", folder])
      let result = try pvkit("map", tar)
      result.expectOneError(containing: "contains more than 5 kernel images; name '\(tar)(k0)' or ")
      #expect(result.errors.hasSuffix(" or '\(tar)(k4)' or another one\n"), "\(result.errors)")
    }
  }

  /// A package whose content is larger than the limit, before or behind its kernel, is refused with
  /// the option that allows it; unpacking ends there.
  @Test(arguments: ["0", "z"]) func aPackageOfTooMuch(name: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/k")
      let script = "cd \"$1\"; truncate -s 3G $2; tar -czf k.tgz $(ls)"
      let made = try Command.run(["sh", "-ec", script, "sh", folder, name])
      try #require(made.status == 0, "\(made.errors)")
      for command in [["map"], ["diff", folder + "/k"], ["check"]] {
        for image in ["/k.tgz", "/k.tgz(k)"] {
          let start = ContinuousClock.now
          let result = try Command.run(
            ["/usr/bin/time", "-f", "%M KiB", Places.pvkit] + command
              + ["--max-unpacked", "64M", folder + image])
          #expect(result.status == 3)
          #expect(
            result.errors.contains("unpacks to more than 67108864 bytes; raise the limit"),
            "\(result.errors)")
          let memory = try #require(result.errors.firstMatch(of: /(\d+) KiB/)?.1)
          #expect(Int(memory)! < 200_000)
          #expect(ContinuousClock.now - start < .seconds(60))
        }
      }
    }
  }

  /// A file whose name looks like that of a member is that file.
  @Test func aFileOfSuchAName() throws {
    try Self.withPackages(of: DebianImages.linuxCloud()) { _, both, _, _ in
      let odd = both + "(odd)"
      try FileManager.default.copyItem(atPath: DebianImages.linuxCloud(), toPath: odd)
      #expect(try pvkit("map", odd).status == 0)
      #expect(try pvkit("check", odd).status == 0)
    }
  }

  /// The package is not written over, and a command that a finding names can be run as it is.
  @Test func itIsRepairedOutside() throws {
    try Self.withPackages(of: DebianImages.gnumach()) { one, both, _, folder in
      let before = try Data(contentsOf: URL(filePath: one))
      for words in [["notes", "set", one, "GUEST_OS=x"], ["unpack", one]] {
        let result = try Command.run([Places.pvkit] + words + ["-o", one])
        #expect(result.status == 2 && result.errors.contains("is the image itself"))
      }
      // A package with one kernel goes by its own name, and one with several does not.
      let (plain, new) = (folder + "/plain", folder + "/new")
      let direct = try pvkit("check", "--fix", "-o", plain, DebianImages.gnumach())
      let whole = try pvkit("check", "--fix", "-o", new, one)
      #expect(direct.errors.hasPrefix("pvkit: \(plain): written, "), "\(direct.errors)")
      #expect(direct.errors.hasSuffix("iB, packed again by gzip\n"), "\(direct.errors)")
      #expect(whole.errors == direct.errors.replacing(plain, with: new), "\(whole.errors)")
      #expect(whole.status == direct.status)
      #expect(whole.output.replacing("new", with: "plain") == direct.output, "\(whole.output)")
      #expect(
        try Data(contentsOf: URL(filePath: new)) == Data(contentsOf: URL(filePath: plain)))
      unlink(new)
      try pvkit("check", "--fix", "-o", new, both)
        .expectOneError(containing: "contains 2 kernel images; name '\(both)(\(Self.first))' or ")
      let bytes = try Array(Data(contentsOf: URL(filePath: both)))
      try pvkit("check", "--fix", "-o", new, "-", input: bytes)
        .expectOneError(containing: "-: is a package; --fix takes a package as a file")
      #expect(!FileManager.default.fileExists(atPath: new))
      let check = try pvkit("check", "\(both)(\(Self.second))")
      let cure = try #require(check.output.firstMatch(of: /fixed by (pvkit check --fix .*) -o NEW/))
      let bin = (Places.pvkit as NSString).deletingLastPathComponent
      let fixed = try Command.run([
        "sh", "-c", "PATH=\(bin):$PATH; \(cure.output.1) -o '\(folder)/new'",
      ])
      #expect(fixed.errors == whole.errors, "\(fixed.errors)")
      #expect(try pvkit("check", folder + "/new").output.contains("notes from PT_NOTE"))
      #expect(try pvkit("check", "--fix", "-o", both, both + "(\(Self.first))").status == 2)
      #expect(try Data(contentsOf: URL(filePath: one)) == before)
    }
  }
}

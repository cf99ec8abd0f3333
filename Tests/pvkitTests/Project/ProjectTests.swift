// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// `.pvkit.toml` and `pvkit init`.
@Suite struct ProjectTests {
  /// What a new file says is right as it is, and with every key in use.
  @Test func aNewFile() throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.linuxCloud()
      #expect(try ProjectFolder.run(folder, "init '\(image)' 'a\"b\\c'").status == 0)
      let file = folder + "/.pvkit.toml"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let again = try ProjectFolder.run(folder, "init")
      #expect(again.status == 3 && again.errors.contains("already exists"))
      #expect(try String(contentsOfFile: file, encoding: .utf8) == text)

      let used = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        let isSetting = line.hasPrefix("# [") || line.hasPrefix("# ") && line.contains(" = ")
        return isSetting ? String(line.dropFirst(2)) : String(line)
      }.joined(separator: "\n")
        .replacing(", \"a\\\"b\\\\c\"", with: "")
        .replacing("\"reviewed.txt\"", with: "")
        .replacing("check = \"known.json\"", with: "")
        .replacing("note-unknown = \"off\"", with: "note-string-end = \"warning\"")
      try Output.write(used, to: file)
      let check = try ProjectFolder.run(folder, "check")
      // The kernel has no such instruction, as scan finds too; all else covers something.
      #expect(check.status == 1, "\(check.errors)\(check.output)\(used)")
      #expect(check.errors.split(separator: "\n").count == 1, "\(check.errors)")
      #expect(check.errors.contains(": suppression of switch_to popf matches"), "\(check.errors)")
      #expect(check.output.contains(" 4.17 "))
      let scan = try ProjectFolder.run(folder, "scan")
      #expect(scan.status == 1, "\(scan.errors)")
      #expect(scan.output.contains("stale: .pvkit.toml:"), "\(scan.output)")
      #expect(scan.output.contains("switch_to popf"))
      #expect(try ProjectFolder.run(folder, "abi verify").status == 0)
    }
  }

  /// A name that leads to no file is written, and reported.
  @Test(arguments: ["p.toml", "-"]) func namesOfNoFile(output: String) throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "k.deb"] { try Output.write("x", to: folder + "/" + name) }
      let result = try ProjectFolder.run(
        folder, "init -o \(output) a none/b '*.deb' '*.rpm' 'k.deb(boot/vmlinuz)'")
      #expect(result.status == 0)
      #expect(
        result.errors == """
          pvkit: none/b: there is no such file; it was written all the same
          pvkit: *.rpm: no file matches this pattern; it was written all the same

          """)
      let text =
        try output == "-"
        ? result.output : String(contentsOfFile: folder + "/" + output, encoding: .utf8)
      #expect(text.contains("\"none/b\""), "\(text)")
    }
  }

  /// Names are relative to the file's directory, wherever the command runs; what it wrote is checked.
  @Test(arguments: [
    ("", "q/d.toml", "k/sub", "../k/sub"), ("", "d.toml", "k/sub", "k/sub"),
    ("", "./d.toml", "./k/sub", "./k/sub"), ("k", "../d.toml", "sub", "k/sub"),
    ("k", "../d.toml", "../k/sub", "k/sub"), ("k", "../q/d.toml", "./sub", "../k/sub"),
    ("k", "../q/d.toml", "../k/sub", "../k/sub"), ("", "k/d.toml", "k/sub", "../k/sub"),
    ("", "link/d.toml", "k/sub", "../k/sub"),
  ]) func namesOfANewFile(place: String, file: String, image: String, name: String) throws {
    try Places.withScratchFolder { folder in
      let made = try Command.run(
        ["sh", "-c", "cd \"$1\" && mkdir k q && ln -s q link", "sh", folder])
      #expect(made.status == 0, "\(made.errors)")
      try Output.write(TestGuest().build().bytes, to: folder + "/k/sub")
      let here = place.isEmpty ? folder : folder + "/" + place
      #expect(try ProjectFolder.run(here, "init -o \(file) \(image)").status == 0)
      let text = try String(contentsOfFile: here + "/" + file, encoding: .utf8)
      #expect(text.contains("\nimages = [\"\(name)\"]\n"), "\(text)")
      let check = try ProjectFolder.run(here, "check --mode pv --config \(file)")
      #expect(check.status == 0, "\(check.errors)")
      let output = try ProjectFolder.run(here, "init -o - \(image)").output
      #expect(output.contains("\nimages = [\"\(image)\"]\n"))
    }
  }

  /// What the file says of a rule, every command that has the rule goes by.
  @Test(arguments: ["check", "scan", "abi verify", "scan --xen 3.4,4.17"])
  func levelsOfRules(command: String) throws {
    try Places.withScratchFolder { folder in
      let image =
        command == "abi verify" ? try WrongObject.path() : try DebianImages.gnumach()
      func annotations(_ level: String?, of rules: Set<String>) throws -> ([String], Int32) {
        let lines = rules.sorted().map { "\($0) = \"\(level ?? "")\"" }
        try Output.write(
          "[severity]\n" + (level == nil ? "" : lines.joined(separator: "\n")),
          to: folder + "/.pvkit.toml")
        let notes = command.hasPrefix("scan") ? " --notes" : ""
        let result = try ProjectFolder.run(folder, "\(command)\(notes) --format gcc '\(image)'")
        return (result.output.split(separator: "\n").map(String.init), result.status)
      }
      func rule(_ line: String) -> String {
        String(line.split(separator: "[").last?.dropLast() ?? "")
      }
      let (usual, status) = try annotations(nil, of: [])
      #expect(status == 1)
      let worst = usual.filter { $0.contains(": error: ") || $0.contains(": warning: ") }
      let rules = Set(worst.map(rule)).subtracting(["loader-refuses"])
      #expect(!rules.isEmpty)
      let others = worst.filter { !rules.contains(rule($0)) }.count
      for (level, other) in [("error", "warning"), ("warning", "error"), ("note", "error")] {
        let (lines, status) = try annotations(level, of: rules)
        #expect(lines.count == usual.count, "\(level)")
        #expect(lines.count { $0.contains(": \(other): ") } == (other == "error" ? others : 0))
        #expect(lines.count { $0.contains(": \(level): ") } >= worst.count - others)
        #expect(status == (level == "note" && others == 0 ? 0 : 1), "\(level)")
      }
      let (off, _) = try annotations("off", of: rules)
      #expect(!off.contains { rules.contains(rule($0)) }, "\(off)")
    }
  }

  /// The command line holds against the file; the file is that of the nearest directory.
  @Test func whatHolds() throws {
    try Places.withScratchFolder { folder in
      let below = folder + "/sub/deep"
      #expect(try Command.run(["mkdir", "-p", below]).status == 0)
      let image = try DebianImages.linuxCloud()
      try Output.write(
        """
        images = ["../image"]
        xen = "3.4"
        [severity]
        note-string-end = "off"
        """, to: folder + "/sub/.pvkit.toml")
      #expect(try Command.run(["ln", "-s", image, folder + "/image"]).status == 0)
      let file = try ProjectFolder.run(below, "check")
      #expect(file.status == 1, "\(file.errors)")
      #expect(file.output.contains("xen-dom0 3.4") && !file.output.contains("[note-string-end]"))
      let line = try ProjectFolder.run(below, "check --xen 4.17")
      #expect(line.status == 0 && !line.output.contains("3.4"), "\(line.output)")
      let none = try ProjectFolder.run(below, "check --no-config '\(image)'")
      #expect(none.status == 0 && none.output.contains("[note-string-end]"), "\(none.output)")
      let named = try ProjectFolder.run("/", "check --config '\(folder)/sub/.pvkit.toml'")
      #expect(named.status == 1 && named.output.contains("xen-dom0 3.4"), "\(named.errors)")
      // A repository ends the search.
      #expect(try Command.run(["mkdir", below + "/.git"]).status == 0)
      #expect(try ProjectFolder.run(below, "check").status == 2)
    }
  }

  /// A list of releases may be a text or an array.
  @Test func releasesOfAFile() throws {
    try Places.withScratchFolder { folder in
      try Output.write(TestGuest().build().bytes, to: folder + "/guest")
      let checks = try ["\"4.16,4.17\"", "[\"4.16\", \"4.17\"]"].map { list in
        try Output.write("images = [\"guest\"]\nxen = \(list)\n", to: folder + "/.pvkit.toml")
        return try ProjectFolder.run(folder, "check --mode pv --format json")
      }
      #expect(checks[0].status == 0, "\(checks[0].errors)")
      #expect(checks[0].output.contains("\"form\":\"releases\""), "\(checks[0].output)")
      #expect(checks[1].output == checks[0].output, "\(checks[1].errors)")
      let help = try pvkit("help", "init").output.split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      #expect(help.contains("or a list: \"4.2,4.17\" or [\"4.2\", \"4.17\"]."), "\(help)")
    }
  }

  @Test(arguments: [
    ("xem = \"4.17\"", ":1:1: there is no key xem; did you mean xen?"),
    (
      "xen = \"9.1\"",
      ":1:7: xen: there is no release 9.1; known releases: 2.0, 3.0.0 … 4.22; nearest: 4.22"
    ),
    (
      "xen = [\"4.17\", \"9.1\"]",
      ":1:16: xen: there is no release 9.1; known releases: 2.0, 3.0.0 … 4.22; nearest: 4.22"
    ),
    ("xen = \"4.17,9.1\"", ":1:7: xen: item 2 of 2: there is no release 9.1; known "),
    ("xen = \"4.17,\"", ":1:7: xen: item 2 of 2: nothing follows the last comma; remove "),
    ("xen = []", ":1:7: xen: a release is missing; known releases: "),
    ("xen = [\"4.17\", 4]", ":1:16: xen: expected a string that is not empty"),
    ("mode = [\"pv\"]", ":1:8: mode: expected a value such as"),
    ("xen = 4", ":1:7: xen: expected a value such as \"4.17\""),
    ("mode = \"pv2\"", ":1:8: mode: expected one of pv, pvh,"),
    ("memory = \"1\"", ":1:10: memory: expected 1M to 4096T"),
    ("images = [\"a\", \"\"]", ":1:16: images: expected a string that is not empty"),
    ("[severity]\nnote-ownr = \"off\"", ":2:1: there is no rule note-ownr; nearest: note-owner"),
    ("[severity]\nnote-owner = \"bad\"", ":2:14: note-owner: expected one of \"error\""),
    (
      "[severity]\nmember-move = \"off\"",
      ":2:1: there is no rule member-move; nearest: member-moved"
    ),
    ("[severities]", ":1:2: there is no table severities; expected [severity]"),
    ("[suppression]", ":1:2: there may be several: write [[suppression]]"),
    ("[[suppression]]\nclass = \"popf\"", ":1:3: the suppression has no reason"),
    ("[[suppression]]\nreason = \"x\"", ":1:3: the suppression has no class"),
    (
      "[[suppression]]\nrule = \"note-owner\"\nreason = \"x\"", ":1:3: the suppression has no image"
    ),
    ("[[suppression]]\nrule = \"x\"\nimage = \"y\"\nreason = \"z\"", ":2:8: there is no rule x"),
    ("[[suppression]]\nrule = \"note-owner\"\nclass = \"popf\"", ":3:9: class is for"),
    ("[baseline]\nrun = \"x\"", ":2:1: there is no command run"),
    ("[[suppression]]\nclass = \"popff\"\nreason = \"x\"", ":2:9: there is no class of"),
    ("[[suppression]]\nclas = \"popf\"", ":2:1: there is no key clas; did you mean class?"),
    ("x", ":1:2: expected = after the key x"),
  ])
  func whatIsWrongHasAPlace(text: String, answer: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write(text, to: folder + "/.pvkit.toml")
      for command in ["check x", "scan x", "abi verify x"] {
        try ProjectFolder.run(folder, command).expectOneError(
          containing: "pvkit: .pvkit.toml" + answer)
      }
      // Help and other commands do not need it.
      #expect(try ProjectFolder.run(folder, "check --help").status == 0)
      #expect(try ProjectFolder.run(folder, "explain note-owner").status == 0)
    }
  }

  /// A value that one command takes and another one does not is an error of the file, unless the
  /// command line has another value.
  @Test(arguments: ["\"2.0\"", "\"2.0-3.1\"", "[\"2.0\", \"3.1\"]"])
  func aReleaseForCheckOnly(releases: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write("\nxen = \(releases)\n", to: folder + "/.pvkit.toml")
      try Output.write(TestGuest().build().bytes, to: folder + "/g")
      for command in ["scan g", "abi verify g"] {
        let result = try ProjectFolder.run(folder, command)
        result.expectOneError(containing: "pvkit: .pvkit.toml:2:7: xen: ")
        #expect(result.errors.contains("this command takes no release before 3.0.0"))
      }
      #expect(try ProjectFolder.run(folder, "check g").status == 1)
      #expect(try ProjectFolder.run(folder, "scan --xen 4.17 g").status < 2)
      #expect(try ProjectFolder.run(folder, "scan --xen=4.17 g").status < 2)
    }
  }

  /// An error that leaves out the other checks does not do so where it is turned off or accepted: a
  /// kernel of which nothing was checked is not a clean one.
  @Test(arguments: [
    "[severity]\nheader-tables = \"off\"", "[severity]\nheader-tables = \"note\"",
    "[[suppression]]\nrule = \"header-tables\"\nimage = \"g\"\nreason = \"known\"",
  ])
  func whatLeavesOutTheOthers(text: String) throws {
    try Places.withScratchFolder { folder in
      var guest = TestGuest()
      guest.header.sectionSize = 32
      guest.notesBySegment = false
      guest.set(TestNote(.loader, "grub"))
      try Output.write(guest.build().bytes, to: folder + "/g")
      let plain = try ProjectFolder.run(folder, "check g")
      #expect(plain.output.contains("the other checks are left out until"), "\(plain.output)")
      #expect(plain.status == 1)
      try Output.write(text + "\n", to: folder + "/.pvkit.toml")
      let result = try ProjectFolder.run(folder, "check g")
      #expect(result.status == 1, "\(result.errors)")
      #expect(!result.output.contains("are left out until"), "\(result.output)")
      #expect(result.output.contains("  error: "), "\(result.output)")
    }
  }

  /// An error about a file that the project file names says where.
  @Test(arguments: [
    ("images = [\"none\"]", ":1:11: none: No such file or directory"),
    ("images = [\n  \"g\", \"none\",\n]", ":2:8: none: No such file or directory"),
    ("images = [\"e\"]", ":1:11: e: contains no kernel image"),
    ("images = [\"e/*\"]", ":1:11: e/*: no file matches this pattern"),
    ("images = [\"t*\"]", ":1:11: text: is not an ELF file"),
    ("images = [\"g\"]\nsuppress = [\"none\"]", ":2:13: none: No such file or directory"),
    ("images = [\"g\"]\n[baseline]\ncheck = \"none\"", ":3:9: none: does not exist"),
  ])
  func whereAFileIsNamed(text: String, answer: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write(text, to: folder + "/.pvkit.toml")
      try Output.write("text\n", to: folder + "/text")
      try Output.write(TestGuest().build().bytes, to: folder + "/g")
      _ = try Command.run(["mkdir", folder + "/e", folder + "/sub"])
      let result = try ProjectFolder.run(folder, "check --format json")
      #expect(result.status == 3 && result.errors.split(separator: "\n").count == 1)
      #expect(result.errors.hasPrefix("pvkit: .pvkit.toml" + answer), "\(result.errors)")
      let errors = try result.objects().compactMap { $0["error"] as? String }
      #expect(errors.isEmpty || errors[0].hasPrefix(".pvkit.toml" + answer), "\(errors)")
      // The file is found from below, too.
      let below = try ProjectFolder.run(folder + "/sub", "check")
      let place = answer.prefix { $0 != " " }
      #expect(below.errors.hasPrefix("pvkit: ../.pvkit.toml\(place) ../"), "\(below.errors)")
      // It does not name what the command line names.
      let own = try ProjectFolder.run(folder, "check --config .pvkit.toml none text")
      #expect(!own.errors.contains(".toml:") || !answer.hasPrefix(":1"), "\(own.errors)")
    }
  }
}

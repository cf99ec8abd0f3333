// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// `.pvkit.toml` and `pvkit init`.
@Suite struct ProjectTests {
  private static func run(_ folder: String, _ words: String) throws -> CommandResult {
    try Command.run(["sh", "-c", "cd \"$1\" && exec \"$2\" \(words)", "sh", folder, Places.pvkit])
  }

  /// What a new file says is right as it is, and with every key in use.
  @Test func aNewFile() throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.linuxCloud()
      #expect(try Self.run(folder, "init '\(image)' 'a\"b\\c'").status == 0)
      let file = folder + "/.pvkit.toml"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let again = try Self.run(folder, "init")
      #expect(again.status == 3 && again.errors.contains("is there already"))
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
      let check = try Self.run(folder, "check")
      // The kernel has no such instruction, as scan finds too; all else covers something.
      #expect(check.status == 1, "\(check.errors)\(check.output)\(used)")
      #expect(check.errors.split(separator: "\n").count == 1, "\(check.errors)")
      #expect(check.errors.contains(": switch_to popf covers nothing"), "\(check.errors)")
      #expect(check.output.contains(" 4.17 "))
      let scan = try Self.run(folder, "scan")
      #expect(scan.status == 1, "\(scan.errors)")
      #expect(scan.output.contains("stale: .pvkit.toml:"), "\(scan.output)")
      #expect(scan.output.contains("switch_to popf"))
      #expect(try Self.run(folder, "abi verify").status == 0)
    }
  }

  /// A finding of one rule in some images is accepted; one that covers nothing is told.
  @Test func aFindingThatIsAccepted() throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.gnumach()
      func write(_ name: String) throws {
        try Output.write(
          """
          images = ["\(image)"]
          [[suppression]]
          rule = "note-owner"
          image = "\(name)"
          reason = "the string is read"
          """, to: folder + "/.pvkit.toml")
      }
      try write("gnumach-*")
      let covered = try Self.run(folder, "check")
      #expect(!covered.output.contains("[note-owner]"), "\(covered.output)")
      #expect(covered.output.contains("; 1 suppressed"), "\(covered.output)")
      #expect(covered.errors.isEmpty, "\(covered.errors)")
      try write("vmlinuz-*")
      let stale = try Self.run(folder, "check")
      #expect(stale.output.contains("[note-owner]") && stale.status == 1)
      #expect(stale.errors.contains(".pvkit.toml:2: note-owner covers nothing in vmlinuz-*"))
      // Of other images than the file's, nothing is expected.
      #expect(try Self.run(folder, "check \(image)").errors.isEmpty)
    }
  }

  /// Those of its code count as in `scan`; that they are for the code alone does not make other findings go.
  @Test func instructionsThatAreAccepted() throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.gnumach()
      try Output.write(
        "images = [\"\(image)\"]\n[[suppression]]\nclass = \"popf\"\nreason = \"x\"\n",
        to: folder + "/.pvkit.toml")
      func suppressed(_ command: String) throws -> Int {
        let result = try Self.run(folder, command + " --format json")
        return try #require(result.objects().first?["suppressed"] as? Int)
      }
      let count = try suppressed("scan --setting pv")
      #expect(count > 0)
      #expect(try suppressed("check") == count)
      #expect(try Self.run(folder, "check").output.contains("; \(count) suppressed"))
      #expect(try suppressed("check --mode pvh") == 0)
    }
  }

  /// A loader that refuses is a finding like others: it has a severity, and may be accepted.
  @Test func aRefusalThatIsAccepted() throws {
    try Places.withScratchFolder { folder in
      // Right, and for PV only.
      try Output.write(TestGuest().build().bytes, to: folder + "/guest")
      func run(_ settings: String, _ words: String = "check --mode pvh --role domU") throws
        -> (status: Int32, gcc: String, text: String, errors: String)
      {
        try Output.write("images = [\"guest\"]\n" + settings, to: folder + "/.pvkit.toml")
        let gcc = try Self.run(folder, words + " --format gcc").output
        let text = try Self.run(folder, words)
        return (text.status, gcc, text.output, text.errors)
      }
      func refusals(_ text: String, _ level: String) -> Int {
        text.split(separator: "\n").count {
          $0.contains(": \(level): ") && $0.contains("refused as ")
        }
      }
      for words in ["check --mode pvh --role domU", "check --mode pvh --role domU --xen 4.16,4.17"]
      {
        let usual = try run("", words)
        #expect(usual.status == 1 && refusals(usual.gcc, "error") == 1, "\(usual.text)")
        #expect(usual.text.contains(" (1 refusal)"))
        let warned = try run("[severity]\nloader-refuses = \"warning\"\n", words)
        #expect(warned.status == 1 && refusals(warned.gcc, "warning") == 1)
        #expect(refusals(warned.gcc, "error") == 0)
        for level in ["note", "off"] {
          let calm = try run("[severity]\nloader-refuses = \"\(level)\"\n", words)
          #expect(calm.status == 0, "\(level): \(calm.text)")
          #expect(refusals(calm.gcc, "note") == (level == "note" ? 1 : 0))
          #expect(calm.gcc.contains("loader-refuses") == (level == "note"))
          // The table has the loader's word all the same.
          #expect(calm.text.contains("refuses"))
        }
        let right = """
          [[suppression]]
          rule = "loader-refuses"
          image = "gue*"
          reason = "it is for PV only"
          """
        let accepted = try run(right, words)
        #expect(accepted.status == 0 && accepted.errors.isEmpty, "\(accepted)")
        #expect(!accepted.gcc.contains("loader-refuses"))
      }
      let stale = try run(
        "[[suppression]]\nrule = \"loader-refuses\"\nimage = \"*\"\nreason = \"x\"",
        "check --mode pv")
      #expect(stale.status == 1 && stale.errors.contains("loader-refuses covers nothing"))
    }
  }

  /// A reviewed instruction that no kernel has is stale in `check` as it is in `scan`, if all that may have it is
  /// looked at.
  @Test(arguments: ["", " --xen 3.4,4.17"]) func aStaleInstruction(releases: String) throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.gnumach()
      try FileManager.default.createDirectory(
        atPath: folder + "/k", withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: image, toPath: folder + "/k/gnumach")
      func check(_ kind: String, _ images: String, _ words: String = "") throws -> String {
        try Output.write(
          "images = [\(images)]\n[[suppression]]\nclass = \"\(kind)\"\nreason = \"x\"\n",
          to: folder + "/.pvkit.toml")
        let result = try Self.run(folder, "check\(releases)\(words)")
        #expect(result.status == (result.errors.contains("No such") ? 3 : 1))
        return result.errors
      }
      let stale = ".pvkit.toml:2: * lgdt covers nothing in any of these kernels"
      #expect(try check("lgdt", "\"k/gnumach\"").contains(stale))
      #expect(try check("popf", "\"k/gnumach\"").isEmpty)
      // There may be modules, code that is not judged, or an image that could not be.
      let open = "* lgdt covers nothing in the code that check judges; pvkit scan tells"
      for (images, words) in [("\"k\"", ""), ("\"k/gnumach\"", " --mode pvh")] {
        #expect(try check("lgdt", images, words).contains(".pvkit.toml:2: \(open)"))
      }
      #expect(try check("popf", "\"k\"").isEmpty)
      #expect(try !check("lgdt", "\"k/gnumach\", \"none\"").contains("covers nothing"))
      #expect(try check("lgdt", "\"k/gnumach\"", " k/gnumach").isEmpty)
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
        let result = try Self.run(folder, "\(command)\(notes) --format gcc '\(image)'")
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

  /// Each command has a baseline of its own, from the file's directory.
  @Test func baselines() throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.gnumach()
      try Output.write(
        "images = [\"\(image)\"]\n[baseline]\ncheck = \"c.json\"\nscan = \"s.json\"\n",
        to: folder + "/.pvkit.toml")
      for command in ["check", "scan"] {
        #expect(try Self.run(folder, "\(command) --no-config \(image)").status == 1)
        let update = try Self.run(folder, "\(command) --update-baseline")
        #expect(update.status == 0, "\(update.errors)")
        let known = try Self.run(folder, command)
        #expect(known.status == 0, "\(known.output)\(known.errors)")
      }
      #expect(try Command.run(["test", "-s", folder + "/s.json"]).status == 0)
    }
  }

  /// Whatever the working directory is, images are called by their path from the file's directory: in
  /// reports, in the baseline, and where a suppression is held against them.
  @Test func namesFromTheFile() throws {
    try Places.withScratchFolder { folder in
      for directory in ["k/boot", "sub/deep"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/" + directory, withIntermediateDirectories: true)
      }
      try Output.write(TestGuest().build().bytes, to: folder + "/k/boot/guest")
      try Output.write(
        "images = [\"k\"]\nmode = \"pvh\"\n[baseline]\ncheck = \"known.json\"\n",
        to: folder + "/.pvkit.toml")
      let places = [
        (".", "k/boot/guest"), ("sub/deep", "../../k/boot/guest"), ("k/boot", "guest"),
        ("k", "./boot/guest"), (".", "$PWD/k/boot/guest"),
      ]
      let json = "check --format json"
      let updated = try Self.run(folder + "/sub", json + " --update-baseline")
      #expect(updated.status == 0, "\(updated.errors)")
      let expected = try Self.run(folder, json)
      #expect(try expected.objects().map { $0["image"] as? String } == ["k/boot/guest"])
      #expect((try expected.objects().first?["fingerprints"] as? [String])?.isEmpty == false)
      for (place, name) in places {
        for images in ["", " \"\(name)\""] {
          let result = try Self.run(folder + "/" + place, json + images)
          #expect(result.output == expected.output && result.status == 0, "\(place)\(images)")
          #expect(result.errors.isEmpty, "\(result.errors)")
        }
      }
    }
  }

  /// What a suppression's image is held against: the path, and without a slash its last component.
  @Test func patternsOfImages() throws {
    try Places.withScratchFolder { folder in
      let boot = folder + "/k/boot"
      try FileManager.default.createDirectory(atPath: boot, withIntermediateDirectories: true)
      try Output.write(TestGuest().build().bytes, to: boot + "/guest-1.8")
      let tar = try Command.run(["tar", "-C", folder + "/k", "-cf", folder + "/k/a.tar", "boot"])
      #expect(tar.status == 0)
      func suppressed(_ pattern: String, of image: String) throws -> Bool {
        try Output.write(
          """
          images = ["\(image)"]
          mode = "pvh"
          role = "domU"
          [[suppression]]
          rule = "loader-refuses"
          image = "\(pattern)"
          reason = "it is for PV only"
          """, to: folder + "/.pvkit.toml")
        return try Self.run(folder + "/k", "check").output.contains(" suppressed")
      }
      let file = "k/boot/guest-1.8"
      for pattern in ["guest-*", "guest-1.8", "*", file, "k/*", "k/boot/gue*"] {
        #expect(try suppressed(pattern, of: file), "\(pattern)")
        let packed = try suppressed(pattern, of: "k/a.tar")
        #expect(packed == ["guest-*", "guest-1.8", "*", "k/*"].contains(pattern), "\(pattern)")
      }
      for pattern in ["guest", "boot", "boot/guest-1.8", "../k/boot/guest-1.8", "vmlinuz-*"] {
        #expect(try !suppressed(pattern, of: file), "\(pattern)")
      }
      for pattern in ["a.tar", "*.tar", "k/a.tar(boot/guest-1.8)", "k/a.tar(*"] {
        #expect(try suppressed(pattern, of: "k/a.tar"), "\(pattern)")
      }
    }
  }

  /// Images may be patterns; one that no file matches is reported, and the others are judged.
  @Test func patternsOfFiles() throws {
    try Places.withScratchFolder { folder in
      for name in ["k/a-1", "k/a-2", "k/b", "k/[x]"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/k", withIntermediateDirectories: true)
        try Output.write(TestGuest().build().bytes, to: folder + "/" + name)
      }
      for (pattern, names) in [
        ("k/a-*", ["k/a-1", "k/a-2"]), ("k/[ab]*", ["k/a-1", "k/a-2", "k/b"]), ("k/?", ["k/b"]),
        ("k/[x]", ["k/[x]"]), (folder + "/k/a-?", ["k/a-1", "k/a-2"]),
      ] {
        try Output.write("images = [\"\(pattern)\"]", to: folder + "/.pvkit.toml")
        for place in [folder, folder + "/k"] {
          let found = try Self.run(place, "check --format json")
          #expect(try found.objects().compactMap { $0["image"] as? String } == names, "\(pattern)")
          #expect(found.status == 0, "\(found.errors)")
        }
      }
      try Output.write("images = [\"k/z*\", \"k/b\"]", to: folder + "/.pvkit.toml")
      let missing = try Self.run(folder, "check")
      #expect(missing.status == 3 && missing.errors.contains("k/z*: no file matches"))
      #expect(missing.output.hasPrefix("k/b: "))
    }
  }

  /// The command that fixes a finding names the file as a shell there does.
  @Test func aCureFromAnotherDirectory() throws {
    try Places.withScratchFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/sub", withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: try DebianImages.gnumach(), toPath: folder + "/gnumach")
      try Output.write("images = [\"gnumach\"]", to: folder + "/.pvkit.toml")
      let result = try Self.run(folder + "/sub", "check")
      #expect(result.output.contains("fixed by pvkit check --fix ../gnumach -o NEW"))
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
      let file = try Self.run(below, "check")
      #expect(file.status == 1, "\(file.errors)")
      #expect(file.output.contains("xen-dom0 3.4") && !file.output.contains("[note-string-end]"))
      let line = try Self.run(below, "check --xen 4.17")
      #expect(line.status == 0 && !line.output.contains("3.4"), "\(line.output)")
      let none = try Self.run(below, "check --no-config '\(image)'")
      #expect(none.status == 0 && none.output.contains("[note-string-end]"), "\(none.output)")
      let named = try Self.run("/", "check --config '\(folder)/sub/.pvkit.toml'")
      #expect(named.status == 1 && named.output.contains("xen-dom0 3.4"), "\(named.errors)")
      // A repository ends the search.
      #expect(try Command.run(["mkdir", below + "/.git"]).status == 0)
      #expect(try Self.run(below, "check").status == 2)
    }
  }

  @Test(arguments: [
    ("xem = \"4.17\"", ":1:1: there is no key xem; did you mean xen?"),
    ("xen = \"9.1\"", ":1:7: xen: known releases: 3.0.2 … 4.22; nearest: 4.22"),
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
        try Self.run(folder, command).expectOneError(containing: "pvkit: .pvkit.toml" + answer)
      }
      // Help and other commands do not need it.
      #expect(try Self.run(folder, "check --help").status == 0)
      #expect(try Self.run(folder, "explain note-owner").status == 0)
    }
  }

  /// Of several kernels, a suppression is stale that covers nothing in any of them.
  @Test func aSuppressionOfSeveralKernels() throws {
    try Places.withScratchFolder { folder in
      let gnumach = try DebianImages.gnumach()
      let linux = try DebianImages.linuxCloud()
      try Output.write("* popf it is right\nnobody cli it is right\n", to: folder + "/right.txt")
      let words = "scan --suppress right.txt --format json '\(linux)' '\(gnumach)'"
      let result = try Self.run(folder, words)
      #expect(result.errors.contains("right.txt:2: nobody cli covers nothing in any"))
      #expect(!result.errors.contains("right.txt:1:"))
      #expect(result.status == 1)
      for report in try result.objects() { #expect((report["stale"] as? [Any])?.isEmpty == true) }
      let clean = try Self.run(folder, "scan --suppress right.txt '\(linux)' '\(linux)'")
      #expect(clean.status == 1 && clean.errors.contains("right.txt:1: * popf"))
      #expect(
        try Self.run(folder, "scan --allow-stale --suppress right.txt '\(linux)'").status == 0)
    }
  }
}

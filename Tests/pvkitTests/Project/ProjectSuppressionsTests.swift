// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// The suppressions of `.pvkit.toml`.
@Suite struct ProjectSuppressionsTests {
  /// A finding of one rule in some images is accepted; one that matches nothing is told.
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
      let covered = try ProjectFolder.run(folder, "check")
      #expect(!covered.output.contains("[note-owner]"), "\(covered.output)")
      #expect(covered.output.contains("; 1 suppressed"), "\(covered.output)")
      #expect(covered.errors.isEmpty, "\(covered.errors)")
      try write("vmlinuz-*")
      let stale = try ProjectFolder.run(folder, "check")
      #expect(stale.output.contains("[note-owner]") && stale.status == 1)
      #expect(
        stale.errors.contains(
          ".pvkit.toml:2: suppression of note-owner matches nothing in vmlinuz-*; remove it"))
      // Of other images than the file's, nothing is expected.
      #expect(try ProjectFolder.run(folder, "check \(image)").errors.isEmpty)
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
        let result = try ProjectFolder.run(folder, command + " --format json")
        return try #require(result.objects().first?["suppressed"] as? Int)
      }
      let count = try suppressed("scan --setting pv")
      #expect(count > 0)
      #expect(try suppressed("check") == count)
      #expect(try ProjectFolder.run(folder, "check").output.contains("; \(count) suppressed"))
      #expect(try suppressed("check --mode pvh") == 0)
    }
  }

  /// A loader's refusal is always an error, which may be accepted for a reason, but not lowered.
  @Test func aRefusalThatIsAccepted() throws {
    try Places.withScratchFolder { folder in
      // Right, and for PV only.
      try Output.write(TestGuest().build().bytes, to: folder + "/guest")
      func run(_ settings: String, _ words: String = "check --mode pvh --role domU") throws
        -> (status: Int32, gcc: String, text: String, errors: String)
      {
        try Output.write("images = [\"guest\"]\n" + settings, to: folder + "/.pvkit.toml")
        let gcc = try ProjectFolder.run(folder, words + " --format gcc").output
        let text = try ProjectFolder.run(folder, words)
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
        let same = try run("[severity]\nloader-refuses = \"error\"\n", words)
        #expect(same.status == 1 && refusals(same.gcc, "error") == 1, "\(same.text)")
        for level in ["warning", "note", "off"] {
          let calm = try run("[severity]\nloader-refuses = \"\(level)\"\n", words)
          #expect(calm.status == 3, "\(level): \(calm.text)")
          #expect(
            calm.errors.contains(
              ".pvkit.toml:3:18: loader-refuses: a refusal is the verdict itself, and always an "
                + "error; suppress it by [[suppression]] with a reason"), "\(calm.errors)")
        }
        let right = """
          [[suppression]]
          rule = "loader-refuses"
          image = "gue*"
          reason = "it is for PV only"
          """
        let accepted = try run(right, words)
        #expect(accepted.status == 0 && accepted.errors.isEmpty, "\(accepted)")
        // One release says it, and so do several.
        let alone = try ProjectFolder.run(folder, "check --mode pvh --role domU --format json")
        let count = try #require(alone.objects().first?["suppressed"] as? Int)
        #expect(count > 0)
        #expect(accepted.text.contains("; \(count) suppressed"), "\(accepted.text)")
        #expect(!accepted.gcc.contains("loader-refuses"))
      }
      let stale = try run(
        "[[suppression]]\nrule = \"loader-refuses\"\nimage = \"*\"\nreason = \"x\"",
        "check --mode pv")
      #expect(stale.status == 1 && stale.errors.contains("loader-refuses matches nothing"))
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
        return try ProjectFolder.run(folder + "/k", "check").output.contains(" suppressed")
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
        let result = try ProjectFolder.run(folder, "check\(releases)\(words)")
        #expect(result.status == (result.errors.contains("No such") ? 3 : 1))
        return result.errors
      }
      let stale =
        ".pvkit.toml:2: suppression of * lgdt matches nothing in any of these kernels; remove it"
      #expect(try check("lgdt", "\"k/gnumach\"").contains(stale))
      #expect(try check("popf", "\"k/gnumach\"").isEmpty)
      // There may be modules, code that is not judged, or an image that could not be.
      let open =
        "suppression of * lgdt matches nothing in the code that check reads; run pvkit scan"
      for (images, words) in [("\"k\"", ""), ("\"k/gnumach\"", " --mode pvh")] {
        #expect(try check("lgdt", images, words).contains(".pvkit.toml:2: \(open)"))
      }
      #expect(try check("popf", "\"k\"").isEmpty)
      #expect(try !check("lgdt", "\"k/gnumach\", \"none\"").contains("matches nothing"))
      #expect(try check("lgdt", "\"k/gnumach\"", " k/gnumach").isEmpty)
    }
  }

  /// A stale suppression makes the exit code 1, and each format shows why, for one image and for
  /// several, at its line of the file; a joined report as one run.
  @Test(
    arguments: ["\"a\"", "\"a\", \"b\""],
    ["rule = \"pae-mode\"\nimage = \"*\"", "class = \"lgdt\""])
  func aStaleSuppressionInEachFormat(images: String, key: String) throws {
    try Places.withScratchFolder { folder in
      for name in ["a", "b"] {
        try Output.write(TestGuest().build().bytes, to: "\(folder)/\(name)")
      }
      let file = "images = [\(images)]\nmode = \"pv\"\n[[suppression]]\n\(key)\nreason = \"x\"\n"
      try Output.write(file, to: folder + "/.pvkit.toml")
      _ = try ProjectFolder.run(folder, "check --format json --shard 1/2 > 1")
      for number in 1...2 {
        _ = try ProjectFolder.run(
          folder, "check --format json --shard \(number)/2 > \(number)")
      }
      func run(_ format: String) throws -> String {
        let result = try ProjectFolder.run(folder, "check --format \(format)")
        #expect(result.status == 1 && result.errors.contains("suppression of "), "\(format)")
        let merged = try ProjectFolder.run(folder, "report merge --format \(format) 1 2")
        #expect(merged.output == result.output && merged.status == 1, "\(format)")
        #expect(merged.errors == result.errors, "\(format)")
        return result.output
      }
      let message =
        key.contains("rule") ? "pae-mode matches nothing in *" : "* lgdt matches nothing"
      #expect(try run("text").hasSuffix("1 stale suppression\n"))
      #expect(
        try run("gcc").hasPrefix(".pvkit.toml:3: warning: suppression of \(message)"))
      #expect(try run("gcc").hasSuffix("; remove it [suppression-stale]\n"))
      #expect(
        try run("github").hasPrefix(
          "::warning file=.pvkit.toml,line=3,title=suppression-stale::suppression of \(message)"))
      let junit = try run("junit")
      #expect(junit.contains("failures=\"1\"") && junit.contains("name=\"suppression-stale\""))
      let sarif = try run("sarif")
      #expect(sarif.contains("\"uri\" : \".pvkit.toml\"") && sarif.contains("\"startLine\" : 3"))
      #expect(sarif.contains("\"id\" : \"suppression-stale\""))
      let page = try run("html")
      #expect(
        page.contains("1 stale suppression") && page.contains("at <code>.pvkit.toml:3</code>"))
      #expect(try HtmlFormatTests.faults(page) == "")
      // In JSON, the last line, which explain lists and a baseline passes over.
      let json = try run("json")
      let lines = json.split(separator: "\n").map(String.init)
      let last = try #require(lines.last)
      try Schemas.expect([last], toBe: .stale)
      #expect(last.contains(#""entry":{"file":".pvkit.toml","number":3}"#), "\(last)")
      #expect(last.contains("suppression of \(message)"), "\(last)")
      try Output.write(json, to: folder + "/report.json")
      let listed = try pvkit("explain", folder + "/report.json").output
      let row = try #require(
        listed.split(separator: "\n").first { $0.contains("suppression of \(message)") })
      let number = try #require(row.split(separator: " ").first)
      let explained = try pvkit("explain", "\(folder)/report.json:\(number)").output
      let start = ".pvkit.toml: warning: suppression of \(message)"
      #expect(explained.hasPrefix(start), "\(explained)")
      #expect(explained.contains("\n    at .pvkit.toml:3\n"), "\(explained)")
      let known = try ProjectFolder.run(folder, "check --baseline report.json")
      #expect(known.errors.contains("suppression of ") && known.status == 1, "\(known.errors)")
    }
  }

  /// Of several kernels, a suppression is stale that matches nothing in any of them.
  @Test func aSuppressionOfSeveralKernels() throws {
    try Places.withScratchFolder { folder in
      let gnumach = try DebianImages.gnumach()
      let linux = try DebianImages.linuxCloud()
      try Output.write("* popf it is right\nnobody cli it is right\n", to: folder + "/right.txt")
      let words = "scan --suppress right.txt --format json '\(linux)' '\(gnumach)'"
      let result = try ProjectFolder.run(folder, words)
      #expect(
        result.errors.contains("right.txt:2: suppression of nobody cli matches nothing in any"))
      #expect(!result.errors.contains("right.txt:1:"))
      #expect(result.status == 1)
      let objects = try result.objects()
      #expect(objects.map { $0["form"] as? String } == ["scan", "scan", "stale"])
      for report in objects.dropLast() { #expect((report["stale"] as? [Any])?.isEmpty == true) }
      let clean = try ProjectFolder.run(folder, "scan --suppress right.txt '\(linux)' '\(linux)'")
      #expect(clean.status == 1 && clean.errors.contains("right.txt:1: suppression of * popf"))
      #expect(
        try ProjectFolder.run(folder, "scan --allow-stale --suppress right.txt '\(linux)'").status
          == 0)
    }
  }
}

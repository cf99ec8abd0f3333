// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// `--xen` with several releases: one report, in which each release's part is what it would be alone.
@Suite struct ReleasesTests {
  private static let asked = ["3.0.2", "3.4", "4.2", "4.10", "4.17", "4.22"]

  /// Of each release the verdicts and the number of findings are those of a run of its own.
  @Test(arguments: ["check", "scan", "abi verify"])
  func eachReleaseIsAsByItself(command: String) throws {
    let words = command.split(separator: " ").map(String.init)
    // The kernel that is unpacked fastest: each is, twenty times.
    let images = try [DebianImages.linuxCloud(), DebianImages.gnumach(), WrongObject.path()]
    for image in images {
      let list = Self.asked.joined(separator: ",")
      let all = try Command.run(
        [Places.pvkit] + words + ["--format", "json", "--xen", list, image])
      let report = try #require(all.objects().first)
      guard report["error"] == nil else {
        #expect(all.status == 3)
        continue
      }
      try Schemas.expect([all.output], toBe: .releases)
      let rows = try #require(report["releases"] as? [[String: Any]])
      #expect(rows.compactMap { $0["xen"] as? String } == Self.asked)
      var worst: Int32 = 0
      for (release, row) in zip(Self.asked, rows) {
        let one = try Command.run(
          [Places.pvkit] + words + ["--format", "json", "--xen", release, image])
        worst = max(worst, one.status)
        let alone = try #require(one.objects().first)
        let verdicts = alone["verdicts"] as? [[String: Any]] ?? []
        let own = try #require(row["verdicts"] as? [[String: Any]])
        #expect(own as NSArray == verdicts as NSArray, "\(command) \(release) \(image)")
        let known = try #require(alone["fingerprints"] as? [String])
        let found = try ["errors", "warnings"].reduce(0) { try $0 + #require(row[$1] as? Int) }
        #expect(found == known.count, "\(command) \(release) \(image)")
      }
      #expect(all.status == worst, "\(command) \(image)")
    }
  }

  /// The release from which on it is so, and why not before.
  @Test func whereTheVerdictChanges() throws {
    let result = try pvkit("check", "--xen", "all", DebianImages.linux())
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n").map { $0.split(separator: " ") }
    let words = lines.map { $0.joined(separator: " ") }
    #expect(words.contains("4.1 to 4.22 accepts") || words.contains("4.2 to 4.22 accepts"))
    #expect(
      words.contains { $0.hasSuffix("refuses xc_dom_find_loader: no loader found (not an ELF)") })
    #expect(
      words.contains { $0.hasSuffix("– builds no such guests before Xen 4.7") }, "\(result.output)")
    #expect(
      words.contains {
        $0.hasPrefix("note [Xen 3.0.3 to 4.6]: PHYS32_ENTRY came with Xen 4.7")
      }, "\(result.output)")
  }

  /// One wording wherever a release builds no such guests, whatever else it builds; what is asked of it alone is
  /// refused with the same words.
  @Test func guestsThatAReleaseDoesNotBuild() throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/guest"
      try Output.write(TestGuest.pvh(is64: true).build().bytes, to: file)
      let words = "builds no such guests before Xen 4."
      let all = try pvkit("check", "--xen", "3.4-4.17", file)
      let lines = all.output.split(separator: "\n").map {
        $0.split(separator: " ").joined(separator: " ")
      }
      #expect(lines.contains("3.4 to 4.6 – \(words)7"), "\(all.output)")
      #expect(lines.contains("3.4 to 4.9 – \(words)10"), "\(all.output)")
      #expect(lines.count { $0.contains("such guests") } == 2)
      #expect(!lines.contains { $0.hasPrefix("3.4") && $0.contains("refuses") }, "\(all.output)")
      #expect(all.status == 1)
      let page = try pvkit("check", "--xen", "3.4-4.17", "--format", "html", file).output
      #expect(page.contains(words + "7") && page.contains(words + "10"))
      let old = try pvkit("check", "--xen", "4.6", file)
      #expect(old.output.contains("(\(words)7)") && old.output.contains("(\(words)10)"))
      let later = try pvkit("check", "--xen", "4.7", file)
      #expect(later.output.contains("not checked: dom0 pvh (\(words)10)"), "\(later.output)")
      let shim = try pvkit("check", "--xen", "4.2", "--mode", "shim", file)
      #expect(shim.output.contains("(\(words)11)"), "\(shim.output)")
    }
  }

  /// What mends a finding is said of several releases as of one.
  @Test func whatMendsIt() throws {
    let image = try DebianImages.gnumach()
    func cures(_ releases: String) throws -> [Substring] {
      try pvkit("check", "--xen", releases, image).output.split(separator: "\n").filter {
        $0.hasPrefix("    fixed by ")
      }
    }
    let one = try cures("4.17")
    #expect(one.contains("    fixed by pvkit check --fix \(image) -o NEW"))
    #expect(try cures("4.16,4.17") == one)
  }

  /// What a loader says in other words from release to release is one refusal.
  @Test func oneRefusalInManyWords() throws {
    try Places.withScratchFolder { folder in
      var guest = TestGuest()
      guest.set(TestNote(.entry, TestGuest.base + 0x4000_0000))
      let file = folder + "/guest"
      try Output.write(guest.build().bytes, to: file)
      let result = try pvkit("check", "--xen", "4.2-4.22", "--format", "json", file)
      let report = try #require(result.objects().first)
      let loaders = try #require(report["loaders"] as? [[String: Any]])
      #expect(loaders.allSatisfy { ($0["parts"] as? [Any])?.count ?? 0 > 1 }, "\(loaders)")
      let known = try #require(report["fingerprints"] as? [String])
      #expect(
        known.filter { $0.hasPrefix("loader-refuses ") } == [
          "loader-refuses libxenguest domU pv: elf start or entries are out of bounds",
          "loader-refuses xen-dom0 dom0 pv: elf start or entries are out of bounds",
        ])
      let gcc = try pvkit("check", "--xen", "4.2-4.22", "--format", "gcc", file).output
      #expect(
        gcc.contains("refused as domU pv (Xen 4.2 to 4.22, with the message of 4.22): xc_dom_"))
    }
  }

  /// A refusal is recognized by its reason, also in reports on one release.
  @Test func aRefusalOfOneRelease() throws {
    try Places.withScratchFolder { folder in
      let (file, baseline) = (folder + "/guest", folder + "/known.json")
      var guest = TestGuest()
      guest.set(TestNote(.entry, TestGuest.base + 0x4000_0000))
      try Output.write(guest.build().bytes, to: file)
      let refusals = [
        "loader-refuses libxenguest domU pv: elf start or entries are out of bounds",
        "loader-refuses xen-dom0 dom0 pv: elf start or entries are out of bounds",
      ]
      for release in ["4.17", "4.20"] {
        let result = try pvkit("check", "--xen", release, "--format", "json", file)
        let known = try #require(result.document()["fingerprints"] as? [String])
        #expect(known.filter { $0.hasPrefix("loader-refuses ") } == refusals, "\(known)")
      }
      let words = ["check", "--xen", "4.17", "--baseline", baseline, file]
      #expect(try Command.run([Places.pvkit] + words + ["--update-baseline"]).status == 0)
      #expect(try Command.run([Places.pvkit] + words).status == 0)
      // Another reason is new, although the loader is the same.
      guest = TestGuest()
      guest.set(TestNote(.xenVersion, "xen-2.0"))
      try Output.write(guest.build().bytes, to: file)
      let other = try Command.run([Places.pvkit] + words)
      #expect(other.status == 1)
      #expect(other.output.contains(": refused as domU pv: "), "\(other.output)")
      #expect(
        other.output.contains("  no longer found in guest: loader-refuses: "), "\(other.output)")
      for refusal in refusals {
        let place = refusal.dropFirst("loader-refuses ".count)
        #expect(other.output.contains("\n    \(place)\n"), "\(other.output)")
      }
    }
  }

  /// A printed command can be copied into a shell, whatever the image's name is.
  @Test(arguments: ["4.17", "4.16,4.17"]) func whatMendsItCanBeRun(releases: String) throws {
    try Places.withScratchFolder { folder in
      let name = "-a b's $k.gz"
      try FileManager.default.copyItem(
        atPath: DebianImages.gnumach(), toPath: folder + "/" + name)
      let script = #"cd "$1" && "$2" check --xen "$3" -- "$4""#
      let checked = try Command.run(
        ["sh", "-c", script, "sh", folder, Places.pvkit, releases, name])
      let line = try #require(
        checked.output.split(separator: "\n").first { $0.hasPrefix("    fixed by pvkit check") })
      let command = line.replacing("    fixed by pvkit", with: Places.pvkit)
        .replacing("-o NEW", with: "-o new")
      let fixed = try Command.run(["sh", "-c", "cd \"$1\" && \(command)", "sh", folder])
      #expect(fixed.status != 2 && fixed.status != 3, "\(command): \(fixed.errors)")
      #expect(FileManager.default.fileExists(atPath: folder + "/new"))
    }
  }

  /// A finding is one, whatever the number of releases; other tools read in which.
  @Test func otherFormatsSayWhere() throws {
    let result = try pvkit(
      "check", "--xen", "3.4-4.2", "--format", "gcc", DebianImages.linux())
    #expect(result.status == 1)
    #expect(result.output.contains("refused as domU pv (Xen 3.4"), "\(result.output)")
    let sarif = try pvkit("scan", "--xen", "all", "--format", "sarif", DebianImages.linuxCloud())
    #expect(sarif.status == 0)
    #expect(sarif.output.contains("\"results\" : ["))
  }

  /// One cause is one finding, whatever counts and names each release has; they are told inside.
  @Test func figuresOfEachRelease() throws {
    try Places.withScratchFolder { folder in
      let (object, known) = (folder + "/wrong.o", folder + "/known.json")
      let source = """
        struct xen_mc { unsigned int cmd, version; unsigned long first, body[8]; } mc;
        struct evtchn_send { unsigned int port; } send;
        """
      let made = try Command.run(
        ["gcc", "-g", "-x", "c", "-c", "-o", object, "-"], input: Array(source.utf8))
      try #require(made.status == 0, "\(made.errors)")
      func verify(_ releases: String, _ more: String...) throws -> CommandResult {
        try Command.run([Places.pvkit, "abi", "verify", "--xen", releases, object] + more)
      }
      let json = try verify("all", "--format", "json")
      try Schemas.expect([json.output], toBe: .releases)
      let report = try #require(json.objects().first)
      #expect(report["fingerprints"] as? [String] == ["member-overlapping xen_mc.body"])
      let findings = try #require(report["findings"] as? [[String: Any]])
      let finding = try #require(findings.count == 1 ? findings.first : nil, "\(findings)")
      let releases = try #require(finding["xen"] as? [[String: String]])
      #expect(releases == [["from": "3.3", "to": "4.22"]])
      let messages = try #require(finding["messages"] as? [[String: Any]])
      #expect(messages.count == 3)
      #expect(messages.first?["message"] as? String == finding["message"] as? String)
      let text = try verify("all").output
      #expect(text.contains("\n    Xen 3.4 to 4.6: body at 16, 64 bytes, "), "\(text)")
      #expect(text.contains("\n    Xen 3.3: body at 16, 64 bytes, "), "\(text)")
      for format in ["gcc", "github", "sarif", "junit", "html"] {
        let other = try verify("all", "--format", format).output
        #expect(other.contains("Xen 3.3 to 4.22, with the message of 4.22"), "\(format)")
        #expect(!other.contains("that Xen 3.3 has"), "\(format)")
      }
      // In a baseline it is one, too.
      #expect(try verify("4.10,4.17", "--baseline", known, "--update-baseline").status == 0)
      let again = try verify("all", "--baseline", known)
      #expect(again.status == 0 && again.output.contains(": 0 new, 1 known, 0 no longer found"))
    }
  }

  /// What is known of several releases is no news.
  @Test func aBaselineOfSeveral() throws {
    try Places.withScratchFolder { folder in
      let baseline = folder + "/known.json"
      let image = try DebianImages.linux()
      let arguments = ["check", "--xen", "all", "--baseline", baseline, image]
      #expect(try Command.run([Places.pvkit] + arguments + ["--update-baseline"]).status == 0)
      #expect(try Command.run([Places.pvkit] + arguments).status == 0)
      try Schemas.expect([String(contentsOfFile: baseline, encoding: .utf8)], toBe: .baseline)
    }
  }

  /// A refusal is the same one, whether older releases are asked for or not.
  @Test func aBaselineOfOtherReleases() throws {
    try Places.withScratchFolder { folder in
      let (file, baseline) = (folder + "/guest", folder + "/known.json")
      try Output.write(TestGuest.pvh(is64: true).build().bytes, to: file)
      func check(_ releases: String, _ more: String...) throws -> CommandResult {
        try Command.run(
          [Places.pvkit, "check", "--xen", releases, "--baseline", baseline, file] + more)
      }
      #expect(try check("4.2-4.17", "--update-baseline").status == 0)
      let text = try String(contentsOfFile: baseline, encoding: .utf8)
      // What some of the releases do not build is no refusal.
      #expect(!text.contains("builds no such guests"), "\(text)")
      for releases in ["4.2-4.17", "4.5-4.17", "3.4-4.17"] {
        let result = try check(releases)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains(": 0 new, "), "\(result.output)")
        #expect(result.output.contains(" known, 0 no longer found"), "\(result.output)")
      }
    }
  }

  /// A release without the mode counts as a refusal only if none of the releases builds such guests.
  @Test(arguments: [("3.4-4.17", false), ("3.4,4.17", false), ("3.4,4.2", true)])
  func aModeThatOnlyLaterReleasesHave(asked: String, isRefusal: Bool) throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/guest"
      try Output.write(TestGuest.pvh(is64: true).build().bytes, to: file)
      for more in [[], ["--mode", "pvh"]] {
        func check(_ format: String) throws -> CommandResult {
          try Command.run(
            [Places.pvkit, "check", "--xen", asked, "--format", format] + more + [file])
        }
        let json = try check("json")
        try Schemas.expect([json.output], toBe: .releases)
        let report = try #require(json.objects().first)
        let known = try #require(report["fingerprints"] as? [String])
        #expect(known.contains { $0.contains("builds no such guests") } == isRefusal, "\(known)")
        let rows = try #require(report["releases"] as? [[String: Any]])
        let oldest = try #require(rows.first?["verdicts"] as? [[String: Any]])
        #expect(!oldest.isEmpty)
        #expect(oldest.allSatisfy { ($0["severity"] is String) == isRefusal }, "\(oldest)")
        let gcc = try check("gcc").output
        #expect(gcc.contains("(builds no such guests") == isRefusal, "\(gcc)")
        let text = try check("text")
        let problem = "this release of Xen builds no guests of this mode; choose a later release"
        #expect(text.output.contains(problem), "\(text.output)")
        if isRefusal { #expect(text.status == 1 && text.output.contains("refusals)")) }
      }
    }
  }

  /// Runs in JSON have no release that was not asked for.
  @Test(arguments: [
    ("4.2,4.17", [["4.2", "4.2"], ["4.17", "4.17"]]), ("4.16,4.17", [["4.16", "4.17"]]),
    ("4.2,4.16,4.17", [["4.2", "4.2"], ["4.16", "4.17"]]),
  ])
  func runsOfReleases(asked: String, runs: [[String]]) throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/guest"
      try Output.write(TestGuest().build().bytes, to: file)
      func check(_ format: String) throws -> CommandResult {
        try pvkit("check", "--xen", asked, "--mode", "pv", "--format", format, file)
      }
      let report = try #require(check("json").objects().first)
      let loaders = try #require(report["loaders"] as? [[String: Any]])
      #expect(!loaders.isEmpty)
      for loader in loaders {
        let parts = try #require(loader["parts"] as? [[String: Any]])
        let found = parts.map { [$0["from"], $0["to"]].compactMap { $0 as? String } }
        #expect(found == runs, "\(loader)")
        #expect(parts.allSatisfy { $0["outcome"] as? String == "accept" }, "\(parts)")
      }
      let scan = try pvkit(
        "scan", "--xen", asked, "--format", "json", DebianImages.gnumach())
      let findings = try #require(scan.objects().first?["findings"] as? [[String: Any]])
      let everywhere = findings.filter { $0["isEverywhere"] as? Bool == true }
      #expect(!everywhere.isEmpty, "\(findings)")
      for finding in everywhere {
        let xen = try #require(finding["xen"] as? [[String: String]])
        #expect(xen.map { [$0["from"], $0["to"]].compactMap(\.self) } == runs, "\(xen)")
      }
      // The text has no history of a loader that accepts in all of them.
      #expect(try !check("text").output.contains("\n  libxenguest domU pv\n"))
    }
  }

  /// A range has no release that was not asked for.
  @Test(arguments: [
    ("3.4,4.2,4.17", "3.4, 4.2"), ("3.4,4.2,4.3,4.17", "3.4, 4.2 to 4.3"),
    ("3.4,4.0,4.1,4.17", "3.4 to 4.1"), ("4.4,4.4.1,4.5,4.17", "4.4 to 4.5"),
  ])
  func releasesThatWereNotAskedFor(asked: String, words: String) throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/guest"
      try Output.write(TestGuest.pvh(is64: true).build().bytes, to: file)
      func check(_ format: String) throws -> String {
        try pvkit("check", "--xen", asked, "--format", format, file).output
      }
      let text = try check("text")
      let lines = text.split(separator: "\n").map {
        $0.split(separator: " ").joined(separator: " ")
      }
      #expect(lines.contains("\(words) – builds no such guests before Xen 4.7"), "\(text)")
      #expect(lines.contains { $0.hasPrefix("\(words) – – ") }, "\(text)")
      #expect(lines.contains { $0.contains("[Xen \(words)]: ") }, "\(text)")
      #expect(try check("html").contains(">\(words)<"))
      // That they build no such guests is no refusal, because 4.17 builds them.
      #expect(try !check("gcc").contains("refused as domU pvh (Xen \(words)): "))
    }
  }

  @Test(arguments: [
    ("4.17-3.4", "4.17-3.4: give the older release first: 3.4-4.17"),
    ("3.4,nine", ": item 2 of 2: there is no release nine; known releases: 2.0, 3.0.0 … 4.22\n"),
    (
      "3.0,4.99x,foo",
      ": item 1 of 3: 3.0 is a series; give one of its releases: 3.0.0, 3.0.2, 3.0.3, 3.0.4; "
        + "also wrong: item 2, item 3\n"
    ),
    (
      "4.2, 4.99x",
      ": item 2 of 2: there is no release 4.99x; known releases: 2.0, 3.0.0 … 4.22; nearest: 4.22\n"
    ),
    ("all,foo", ": item 2 of 2: there is no release foo; known releases: "),
    ("4.2,", ": item 2 of 2: nothing follows the last comma; remove the comma\n"),
    (",4.2", ": item 1 of 2: nothing precedes the first comma; remove the comma\n"),
    ("4.2,,4.3", ": item 2 of 3: nothing is between two commas; remove one of them\n"),
    ("4.2-", ": 4.2- is not a range, which is "), ("4.2--4.3", ": 4.2--4.3 is not a range, "),
    ("all-4.3", ": all-4.3 is not a range, "), ("4.2-4.3-4.4", ": 4.2-4.3-4.4 is not a range, "),
    ("4.17,4.2-foo", ": item 2 of 2: there is no release foo; "),
    ("4.2..4.17", ": 4.2..4.17: write a list as 4.2,4.17, or a range as 4.2-4.17\n"),
    ("4.2;4.3; 4.4", ": 4.2;4.3; 4.4: write a list as 4.2,4.3,4.4\n"),
    ("4.2 4.3", ": 4.2 4.3: write a list as 4.2,4.3, or a range as 4.2-4.3\n"),
    ("", ": a release is missing; known releases: 2.0, 3.0.0 … 4.22\n"),
    ("3.0-4.2", "3.0 is a series"),
  ])
  func aListThatIsNone(written: String, answer: String) throws {
    let result = try Command.run([Places.pvkit, "check", "--xen", written, "x"])
    #expect(result.status == 2)
    #expect(result.errors.contains(answer), "\(result.errors)")
  }

  @Test(arguments: [["check", "--fix", "-o", "new"], ["scan", "--calls"]])
  func whatTakesOneRelease(command: [String]) throws {
    let result = try Command.run([Places.pvkit] + command + ["--xen", "all", "x"])
    #expect(result.status == 2)
    #expect(result.errors.contains("one release (--xen)"), "\(result.errors)")
  }

  /// In any order, each once, stable updates of `check` included.
  @Test func aListInAnyOrder() throws {
    let result = try pvkit(
      "check", "--format", "json", "--xen", "4.17,4.10.1,4.9-4.11,4.17", DebianImages.grub32())
    let rows = try #require(result.objects().first?["releases"] as? [[String: Any]])
    let names = rows.compactMap { $0["xen"] as? String }
    #expect(names == ["4.9", "4.10", "4.10.1", "4.11", "4.17"])
  }
}

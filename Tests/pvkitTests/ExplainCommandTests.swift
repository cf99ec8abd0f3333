// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import GuestCode
import TestGuests
import Testing

@Suite struct ExplainCommandTests {
  @Test func oneRule() throws {
    let result = try pvkit("explain", "note-owner")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("note-owner (error or warning)\n\nA note has the content of"))
    #expect(result.output.contains("\nFix: write the owner literally"))
    #expect(!result.output.contains("**") && !result.output.contains("`"))
    #expect(result.output.contains("\n    .pushsection .note.Xen"))
  }

  /// Lines of code stay as they are to one another.
  @Test(arguments: [
    (
      "note-name-size",
      "\n        .long 2f - 1f, 4f - 3f, XEN_ELFNOTE_PHYS32_ENTRY\n    1:  .asciz \"Xen\"\n"
    ),
    ("events-masked", "rounds++)\n        ;\n"),
  ]) func codeIsIndented(_ rule: String, _ part: String) throws {
    let output = try pvkit("explain", rule).output
    #expect(output.contains(part), "\(output)")
  }

  @Test func allRules() throws {
    let files = try Command.run(["ls", Places.package + "/Docs/rules"]).output
    let pages = files.split(separator: "\n").filter { $0 != "README.md" }.map { $0.dropLast(3) }
    let lines = try pvkit("explain").output.split(separator: "\n")
    #expect(lines.count == pages.count)
    #expect(Set(lines.compactMap { $0.split(separator: " ").first }) == Set(pages))
  }

  /// The severity that `check` gives a finding is one of those that `explain` names for its rule, in
  /// each of its forms.
  @Test func severitiesAreThoseOfCheck() throws {
    let report = try pvkit("check", "--format", "json", DebianImages.gnumach())
    let findings = try #require(report.objects().first?["findings"] as? [[String: Any]])
    #expect(findings.contains { $0["rule"] as? String == "note-owner" })
    for finding in findings {
      let rule = try #require(finding["rule"] as? String)
      let severity = try #require(finding["severity"] as? String)
      let head = try pvkit("explain", rule).output.prefix { $0 != "\n" }
      #expect(head.hasPrefix(rule + " (") && head.contains(severity), "\(head)")
      let json = try pvkit("explain", "--format", "json", rule).document()
      let entry = try #require((json["entries"] as? [[String: Any]])?.first)
      #expect((entry["severities"] as? [String])?.contains(severity) == true, "\(rule)")
    }
    let list = try pvkit("explain").output
    #expect(list.contains(#/\nnote-owner +error or warning /#), "\(list)")
  }

  /// The rules of other commands, the classes of scan, and words of loaders.
  @Test(arguments: [
    ("loader-refuses", "no loader found"), ("member-moved", "different offset"),
    ("hypercall-number", "not a hypercall"), ("suppression-stale", "matches nothing"),
    ("lgdt", "instructions in a PV guest"), ("Invalid kernel", "loader-refuses"),
    ("no loader found", "notes-missing"),
    ("ELF start or entries are out of bounds", "entry-default"),
    ("xc_dom_find_loader: no loader found", "notes-missing"),
    ("Mismatch between Xen and DOM0 kernel", "pae-mode"), ("Out of memory", "link-address"),
    ("Not enough memory to relocate the dom0 kernel image (needs 3 MiB)", "--memory"),
    ("libxl__build_dom: xc_dom_parse_image failed", "loader-refuses"),
    (
      "libxl: error: libxl_dom.c:750:libxl__build_dom: xc_dom_parse_image failed: No such file",
      "the line of xc (xc: error: panic) before it"
    ),
    (
      "2024-05-01 12:00:01 xc: error: panic: xc_dom_core.c:702: xc_dom_find_loader: no loader found",
      "notes-missing"
    ),
    ("(XEN) [    0.123456] ELF: not an ELF binary", "segment-truncated"),
  ]) func whatOthersSay(_ name: String, _ part: String) throws {
    let result = try pvkit("explain", name)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains(part), "\(result.output)")
  }

  /// The rules that lead to the words, the most likely one first, and no others.
  @Test(arguments: [
    ("phdr overflow", ["loader-refuses", "segment-truncated", "header-tables"]),
    ("excessively long string", ["note-string-end", "legacy-guest-string"]),
    ("segment is empty", ["segment-sizes", "debug-half"]),
  ]) func whatFits(words: String, rules: [String]) throws {
    let entries = try #require(
      pvkit("explain", "--format", "json", words).document()["entries"] as? [[String: Any]])
    #expect(entries.compactMap { $0["id"] as? String } == rules)
    let lines = try pvkit("explain", words).output.split(separator: "\n").dropFirst()
    #expect(lines.prefix(rules.count).map { $0.prefix { $0 != " " } }.map(String.init) == rules)
  }

  /// The last words of Xen's console if dom0 cannot be built, as in a log.
  @Test(arguments: [
    "panic on CPU 0: Could not set up DOM0 guest OS", "(XEN) Could not construct domain 0",
  ]) func dom0CouldNotBeBuilt(words: String) throws {
    let result = try pvkit("explain", words)
    #expect(result.status == 0, "\(result.errors)")
    for part in ["\nloader-refuses", "\npae-mode", "\nnotes-missing", "\ndom0-feature"] {
      #expect(result.output.contains(part), "\(result.output)")
    }
    #expect(result.output.contains("pvkit check --role dom0"), "\(result.output)")
  }

  /// Words that only say that something failed lead to many rules; where the reason is comes first.
  @Test(arguments: [
    ("Could not construct domain 0", "the line of its console before the panic has the reason"),
    ("Could not construct d0", "the line of its console before the panic has the reason"),
    ("(XEN) Failed to load Dom0 kernel", "the line before it has the reason"),
    ("cannot (re-)build domain: -3", "before it has the reason"),
  ]) func meaningOfVagueWordsIsFirst(words: String, meaning: String) throws {
    let lines = try pvkit("explain", words).output.split(separator: "\n").map(String.init)
    let first = try #require(lines.first)
    #expect(first.hasPrefix("\"\(words)\" means: ") && first.contains(meaning), "\(first)")
    #expect(lines.contains { $0.hasPrefix("notes-missing ") }, "\(lines)")
    #expect(!lines.contains { $0.hasPrefix("It means") }, "\(lines)")
  }

  /// The inner words of a refusal decide, and words that say no more than that it failed do not.
  @Test(arguments: [
    (
      "xc_dom_find_loader: no loader found (libelf: Xen will only load images built for Xen v3.0 "
        + "(Not 'xen-2.0'))",
      "(libelf: Xen will only load images built for Xen v3.0 (Not 'xen-2.0'))"
    ),
    (
      "xc: error: panic: xc_dom_core.c:702: xc_dom_find_loader: no loader found: Invalid kernel",
      "xc_dom_core.c:702: xc_dom_find_loader: no loader found:"
    ),
  ]) func whatDecides(whole: String, part: String) throws {
    func rules(_ words: String) throws -> [String] {
      let entries = try #require(
        pvkit("explain", "--format", "json", words).document()["entries"] as? [[String: Any]])
      return entries.compactMap { $0["id"] as? String }
    }
    #expect(try rules(whole) == rules(part))
    let count = try rules(whole).count
    #expect(try count > 0 && count < rules("Invalid kernel").count)
    if whole.contains("(") { #expect(try rules(whole) == ["xen-version"]) }
  }

  /// A PV guest's memory has nothing to do with the entry of PVH.
  @Test(arguments: [
    "Initial guest OS requires too much space",
    "count_pgtables: not enough memory for initial mapping",
  ]) func memoryOfAPVGuest(words: String) throws {
    let output = try pvkit("explain", words).output
    #expect(output.contains("link-address") && output.contains("--memory"), "\(output)")
    #expect(!output.contains("phys32-missing"), "\(output)")
  }

  /// A name as other tools write it.
  @Test(arguments: ["note_owner", "NOTE-OWNER", "Note_Owner"]) func otherSpellings(
    name: String
  ) throws {
    #expect(try pvkit("explain", name).output == pvkit("explain", "note-owner").output)
    #expect(try pvkit("explain", "LGDT").output == pvkit("explain", "lgdt").output)
  }

  /// As JSON and Markdown: a rule, an instruction, words, all rules.
  @Test(arguments: [
    (["note-owner"], 1), (["member-moved"], 1), (["lgdt"], 1), (["no loader found"], 2), ([], 40),
  ]) func otherFormats(_ names: [String], _ least: Int) throws {
    let json = try Command.run([Places.pvkit, "explain", "--format", "json"] + names)
    #expect(json.status == 0)
    try Schemas.expect([json.output], toBe: .explain)
    let entries = try #require(json.document()["entries"] as? [[String: Any]])
    #expect(entries.count >= least)
    let page = try Command.run([Places.pvkit, "explain", "--format", "md"] + names)
    #expect(page.status == 0)
    for entry in entries {
      let id = try #require(entry["id"] as? String)
      #expect(page.output.contains("# \(id)"), "\(id)")
      #expect(page.output.contains(try #require(entry["markdown"] as? String)), "\(id)")
    }
    #expect(try pvkit("explain", "--format", "json", "note-ownr").status == 2)
  }

  /// A finding of a report, by its number and by its fingerprint: what the report says, then the rule. Numbers
  /// count what is in the key `findings`, notes too, and then the refusals.
  @Test func aFindingOfAReport() throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/report.json"
      let image = try DebianImages.gnumach()
      let report = try pvkit("check", "--mode", "all", "--format", "json", image)
      try Output.write(report.output, to: file)
      let document = try #require(report.objects().first)
      let findings = try #require(document["findings"] as? [[String: Any]])
      let fingerprints = try #require(document["fingerprints"] as? [String])
      let refusals = try #require(document["verdicts"] as? [[String: Any]]).filter {
        $0["accepts"] as? Bool == false
      }
      #expect(!refusals.isEmpty && findings.contains { $0["severity"] as? String == "note" })
      for (number, finding) in findings.enumerated() {
        let rule = try #require(finding["rule"] as? String)
        let message = try #require(finding["message"] as? String)
        let severity = try #require(finding["severity"] as? String)
        let result = try pvkit("explain", "\(file):\(number + 1)")
        #expect(
          result.output.hasPrefix("gnumach-1.8-xen-486.gz: \(severity): \(message) [\(rule)]\n"),
          "\(result.output)")
        #expect(result.output.contains("\n\n\(rule) ("), "\(result.output)")
      }
      for (number, refusal) in refusals.enumerated() {
        let reason = try #require(refusal["reason"] as? String)
        let result = try pvkit("explain", "\(file):\(findings.count + number + 1)")
        #expect(result.output.contains(": \(reason) [loader-refuses]\n"), "\(result.output)")
      }
      for fingerprint in fingerprints {
        let json = try pvkit("explain", "--format", "json", "\(file):\(fingerprint)")
        try Schemas.expect([json.output], toBe: .explain)
        let finding = try #require(json.document()["finding"] as? [String: Any])
        #expect(finding["fingerprint"] as? String == fingerprint)
        let isRefusal = fingerprint.hasPrefix("loader-refuses ")
        #expect((finding["loaderWords"] is String) == isRefusal, "\(finding)")
      }
      let all = try pvkit("explain", file)
      #expect(all.output.split(separator: "\n").count == findings.count + refusals.count)
      for name in ["0", "999", "nothing", "-1"] {
        let result = try pvkit("explain", "\(file):\(name)")
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.errors.contains("but not \(name); give a number"), "\(result.errors)")
      }
      try Output.write("no report\n", to: file)
      for name in [file, file + ":1"] {
        let result = try pvkit("explain", name)
        result.expectOneError(containing: "line 1 is not a line")
        #expect(result.errors.hasSuffix("; give a JSON report (--format json)\n"))
      }
    }
  }

  /// Images that could not be checked are listed after the findings, and there may be only such.
  @Test func imagesThatCouldNotBeChecked() throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/r.json"
      func explained(_ images: String...) throws -> [String] {
        let check = try Command.run(
          [Places.pvkit, "check", "--mode", "pv", "--format", "json"] + images)
        try Output.write(check.output, to: file)
        let result = try pvkit("explain", file)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
      }
      try Output.write("", to: folder + "/empty")
      let lines = try explained(folder + "/empty", folder + "/none")
      #expect(lines.first == "no findings; 2 images could not be checked:", "\(lines)")
      #expect(lines.count == 3 && lines.last?.hasPrefix("  none: No such file") == true, "\(lines)")
      for isReport in [true, false] {
        let text = isReport ? file : "note-owner"
        let json = try pvkit("explain", "--format", "json", text)
        try Schemas.expect([json.output], toBe: .explain)
        let unchecked = try json.document()["unchecked"] as? [[String: String]]
        let images = unchecked?.compactMap { $0["image"] }
        #expect(images == (isReport ? ["empty", "none"] : nil))
        let page = try pvkit("explain", "--format", "md", text).output
        #expect(page.hasPrefix("2 images could not be checked:\n\n- ") == isReport, "\(page)")
        for one in unchecked ?? [] {
          let error = try #require(one["error"])
          #expect(page.contains("\n- \(error)\n") && lines.contains("  " + error), "\(page)")
        }
      }
      let mixed = try explained(DebianImages.gnumach(), folder + "/none")
      #expect(mixed.suffix(2).first == "1 image could not be checked:", "\(mixed)")
      #expect(mixed.count > 2 && mixed.last?.hasPrefix("  none: ") == true, "\(mixed)")
      let clean = #"{"findings":[],"fingerprints":[],"form":"check","image":"a","version":1}"#
      try Output.write(clean + "\n", to: file)
      #expect(try pvkit("explain", file).output == "no findings\n")
    }
  }

  /// The same of each form: as many findings as other tools get, with their messages.
  @Test(arguments: [
    "check --xen 3.4,4.17", "scan --notes", "scan --notes --xen 3.4,4.17", "abi verify", "check",
  ]) func findingsOfEachForm(command: String) throws {
    try Places.withScratchFolder { folder in
      let image = command == "abi verify" ? try WrongObject.path() : try DebianImages.gnumach()
      let words = [Places.pvkit] + command.split(separator: " ").map(String.init)
      let gcc = try Command.run(words + ["--format", "gcc", image]).output.split(separator: "\n")
      try Output.write(
        try Command.run(words + ["--format", "json", image]).output, to: folder + "/r.json")
      let lines = try pvkit("explain", folder + "/r.json").output.split(separator: "\n")
      #expect(lines.count == gcc.count)
      for number in [1, gcc.count] {
        let one = try pvkit("explain", "\(folder)/r.json:\(number)")
        #expect(one.status == 0, "\(one.errors)")
        let first = try #require(one.output.split(separator: "\n").first)
        let message = try #require(first.firstMatch(of: #/: (error|warning|note): (.*)/#)?.output.2)
        #expect(gcc.contains { $0.hasSuffix(message) }, "\(first)")
      }
    }
  }

  /// A refusal is an error, in one release and in several.
  @Test(arguments: ["4.17", "3.0.2,3.4,4.17"])
  func severityOfRefusals(releases: String) throws {
    try Places.withScratchFolder { folder in
      let image = try DebianImages.gnumach()
      let report = try pvkit(
        "check", "--mode", "all", "--xen", releases, "--format", "json", image)
      try Output.write(report.output, to: folder + "/r.json")
      let listed = try pvkit("explain", folder + "/r.json").output.split(separator: "\n")
      let refusals = listed.filter { $0.contains(" refused as ") }
      #expect(!refusals.isEmpty, "\(listed)")
      #expect(refusals.allSatisfy { $0.contains(" error ") }, "\(refusals)")
    }
  }

  /// Of a refusal, the rules that explain the loader's words come first, as for the words alone.
  @Test(arguments: ["4.17", "3.4,4.17"]) func theWordsOfARefusal(releases: String) throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/r.json"
      let report = try pvkit(
        "check", "--mode", "all", "--xen", releases, "--format", "json", DebianImages.gnumach())
      try Output.write(report.output, to: file)
      let refusals = try pvkit("explain", file).output.split(separator: "\n").filter {
        $0.contains(" refused as ")
      }
      var explained = 0
      for refusal in refusals {
        let number = try #require(refusal.split(separator: " ").first)
        let words = try #require(
          refusal.firstMatch(of: #/ refused as \S+ \S+( \(Xen .*?\))?: (.*)$/#))
        let alone = try pvkit("explain", String(words.output.2)).output
        guard !alone.isEmpty else { continue }
        explained += 1
        let whole = try pvkit("explain", "\(file):\(number)").output
        #expect(whole.contains("\n\n\(alone)\nloader-refuses ("), "\(whole)")
        let json = try pvkit("explain", "--format", "json", "\(file):\(number)")
        try Schemas.expect([json.output], toBe: .explain)
        let finding = try #require(json.document()["finding"] as? [String: Any])
        #expect(finding["loaderWords"] as? String == String(words.output.2))
        let entries = try #require(json.document()["entries"] as? [[String: Any]])
        #expect(entries.last?["id"] as? String == "loader-refuses")
        let listed = alone.matches(of: #/\n([a-z0-9-]+) +(?:error|warning|note)[, ]/#)
        let rules = Set(listed.map { String($0.output.1) }).union(["loader-refuses"])
        #expect(Set(entries.compactMap { $0["id"] as? String }) == rules)
      }
      #expect(explained > 0)
    }
  }

  /// A refusal for which a loader prints nothing has its rules, too.
  @Test func aRefusalWithoutAMessage() throws {
    try Places.withScratchFolder { folder in
      let verdict =
        #"{"accepts":false,"changedIn":null,"guestType":null,"loader":"xen-dom0","mode":"pv","#
        + #""outcome":"refuse","reason":null,"role":"dom0","severity":"error","xen":"3.4"}"#
      let line =
        #"{"findings":[],"fingerprints":["loader-refuses x"],"form":"check","image":"a","#
        + #""verdicts":[\#(verdict)],"version":1}"#
      try Output.write(line + "\n", to: folder + "/r.json")
      let json = try pvkit("explain", "--format", "json", folder + "/r.json:1")
      try Schemas.expect([json.output], toBe: .explain)
      let finding = try #require(json.document()["finding"] as? [String: Any])
      #expect(finding["loaderWords"] as? String == "without a message")
      let entries = try #require(json.document()["entries"] as? [[String: Any]])
      #expect(entries.map { $0["id"] as? String } == ["feature-unknown", "loader-refuses"])
    }
  }

  /// Whatever a suppression can name is explained.
  @Test func classesOfSuppressions() throws {
    for name in Suppressions.classes.sorted() {
      let result = try pvkit("explain", name)
      #expect(
        result.status == 0 && result.output.hasPrefix("\(name) ("), "\(name): \(result.errors)")
    }
    for name in HypercallSite.Problem.names {
      let result = try pvkit("explain", name.uppercased())
      #expect(result.output.hasPrefix("\(name) (error)\n\n"), "\(result.output)")
      #expect(result.output.contains("Fix: ") && result.output.contains("hypercall-sites"))
      #expect(try pvkit("explain", "--format", "md", name).output.hasPrefix("# \(name) (error)\n"))
    }
    #expect(try pvkit("explain", "argumentLots").errors.contains("nearest: argumentLost"))
  }

  /// Notes on releases that build no such guests, and other findings.
  @Test func findingsOfSeveralReleases() throws {
    try Places.withScratchFolder { folder in
      let (file, report) = (folder + "/guest", folder + "/r.json")
      try Output.write(TestGuest.pvh(is64: false).build().bytes, to: file)
      func check(_ format: String) throws -> String {
        try pvkit("check", "--xen", "3.4,4.2,4.17", "--format", format, file).output
      }
      let gcc = try check("gcc").split(separator: "\n")
      #expect(gcc.contains { $0.contains("[loader-refuses]") && $0.contains("(Xen 3.4, 4.2)") })
      #expect(gcc.contains { $0.contains(": note: ") })
      try Output.write(try check("json"), to: report)
      for number in 1...gcc.count {
        let one = try pvkit("explain", "\(report):\(number)")
        let first = try #require(one.output.split(separator: "\n").first)
        let message = try #require(first.firstMatch(of: #/: (error|warning|note): (.*)/#)?.output.2)
        #expect(gcc.contains { $0.hasSuffix(message) }, "\(first)")
      }
      #expect(try pvkit("explain", report).output.split(separator: "\n").count == gcc.count)
    }
  }

  /// Of a baseline, whose lines have fingerprints only.
  @Test func aFindingOfABaseline() throws {
    try Places.withScratchFolder { folder in
      let known = folder + "/known.json"
      let image = try DebianImages.gnumach()
      #expect(try pvkit("check", "--baseline", known, "--update-baseline", image).status == 0)
      let result = try pvkit("explain", known + ":1")
      #expect(
        result.output.hasPrefix("gnumach-1.8-xen-486.gz: section .note.Xen [note-owner]\n"),
        "\(result.output)")
      let list = try pvkit("explain", known).output.split(separator: "\n")
      let first = try #require(list.first).split(separator: " ").map(String.init)
      #expect(first == ["1", "gnumach-1.8-xen-486.gz", "note-owner", "section", ".note.Xen"])
      let json = try pvkit("explain", "--format", "json", known + ":1").output
      #expect(json.contains("\"note-owner section .note.Xen\""), "\(json)")
    }
  }

  /// What looks like a report and is not there is a failure that names it; words with a colon are words.
  @Test func aReportThatIsMissing() throws {
    for name in ["missing.json:1", "missing.json", "missing.json:note-owner", "/none/report:3"] {
      let file = name.split(separator: ":")[0]
      try pvkit("explain", name).expectOneError(containing: "\(file): No such file")
    }
    #expect(try pvkit("explain", "xc_dom_find_loader: no loader found").status == 0)
    #expect(try pvkit("explain", "nothing: of this kind anywhere").status == 2)
  }

  /// Rules whose names are not like the words are no help.
  @Test(arguments: [
    (
      "Domain 3 has crashed",
      "\"Domain 3 has crashed\" is not a message of a loader that pvkit knows"
    ),
    ("hello", "no rule \"hello\"; `pvkit explain` lists"),
    ("lgd", "no rule \"lgd\"; nearest: lgdt"),
    ("note ownr", "no rule \"note ownr\"; nearest: note-owner"),
  ]) func wordsThatAreNotKnown(words: String, answer: String) throws {
    let result = try pvkit("explain", words)
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(answer), "\(result.errors)")
    #expect(result.errors.contains("nearest") == answer.contains("nearest"), "\(result.errors)")
  }

  @Test func unknownRule() throws {
    let result = try pvkit("explain", "note-ownr")
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("no rule \"note-ownr\"; nearest: note-owner"))
  }
}

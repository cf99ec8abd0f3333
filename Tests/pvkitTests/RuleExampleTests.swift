// SPDX-License-Identifier: Apache-2.0

import Base
import Checks
import Commands
import Foundation
import GuestCode
import Reports
import Testing

/// What `pvkit explain` shows as wrong is found, and what it shows as right is not.
@Suite struct RuleExampleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: any Rule.Type
    var testDescription: String { rule.id }
  }

  /// Those that `pvkit scan` shares with `pvkit check`, and its own.
  @Test(arguments: CodeReport.rules.map(\.id))
  func theSameOfScan(id: String) throws {
    let example = try #require(
      Rules.named(id).map { $0.example }
        ?? (id == "suppression-stale" ? CodeReport.staleExample : nil))
    for (side, isThere) in [(example.wrong, true), (example.right, false)] {
      let report = try Self.report("scan --notes --format gcc", on: example, side)
      #expect(report.contains("[\(id)]") == isThere, "\(report)")
    }
  }

  /// A finding that says which value of a note is right is gone with that value.
  @Test func whatAnAssignmentFixes() throws {
    // No physical addresses: what a linker script without AT() makes.
    let virtual = RuleExample(
      commands: (
        """
        sed -i 's/ AT(ADDR[^)]*) - VIRT_BASE)//' guest.lds
        ld -m elf_x86_64 -T guest.lds -o guest guest.o
        """, ""
      ))
    var fixed: Set<String> = []
    for example in Rules.all.map({ $0.example }) + [virtual] {
      try Self.inFolder(of: example, example.wrong) { (folder) throws in
        func findings(_ file: String) throws -> [[String: Any]] {
          let words = example.wrong.arguments.split(separator: " ").map(String.init)
          let check = try Command.run(
            [Places.pvkit, "check", "--format", "json"] + words + [folder + "/" + file])
          return try #require(check.document()["findings"] as? [[String: Any]])
        }
        for finding in try findings("guest") {
          guard let assignment = finding["assignment"] as? String,
            let rule = finding["rule"] as? String
          else { continue }
          let set = try Command.run(
            [Places.pvkit, "notes", "set", folder + "/guest", "-o", folder + "/new"]
              + assignment.split(separator: " ").map(String.init))
          #expect(set.status == 0, "\(rule) \(assignment): \(set.errors)")
          #expect(
            try !findings("new").contains { $0["rule"] as? String == rule }, "\(assignment)")
          fixed.insert(rule)
          let text = try Command.run([Places.pvkit, "check", folder + "/guest"]).output
          #expect(
            text.contains("notes set ") && text.contains(" \(assignment) -o NEW"), "\(text)")
        }
      }
    }
    #expect(
      fixed == [
        "virt-base-missing", "note-sign-extension", "xen-version", "loader-name", "link-address",
      ])
  }

  /// Of `pvkit abi verify`.
  @Test(arguments: AbiCheckReport.rules.map(\.id))
  func declarations(id: String) throws {
    let example = try #require(AbiCheckReport.examples[id])
    try Places.withScratchFolder { (folder) throws in
      func compile(_ source: String, _ name: String) throws {
        let flags =
          example.isLinked
          ? ["-nostdlib", "-static", "-no-pie", "-Wl,-Ttext=0xffffffff80100000"] : ["-c"]
        let gcc = ["gcc", "-g", "-fno-pie", "-mcmodel=kernel", "-x", "c", "-"]
        let made = try Command.run(
          gcc + ["-o", folder + "/" + name] + flags, input: Array(source.utf8))
        try #require(made.status == 0, "\(made.errors)")
      }
      var options: [String] = []
      if let recorded = example.recorded {
        try compile(recorded, "old")
        let snapshot = try pvkit("abi", "snapshot", folder + "/old", "-o", folder + "/old.json")
        try #require(snapshot.status == 0, "\(snapshot.errors)")
        options = ["--baseline", folder + "/old.json"]
      }
      let sides: [(source: String, found: Set<String>)] = [
        (example.wrong, [id]), (example.right, []),
      ]
      for (source, found) in sides {
        try compile(source, "kernel")
        let result = try Command.run(
          [Places.pvkit, "abi", "verify", "--format", "gcc"] + options + [folder + "/kernel"])
        #expect(result.status == (found.isEmpty ? 0 : 1), "\(result.errors)")
        let rules = result.output.split(separator: "\n").map { (line: Substring) -> String in
          String(line.split(separator: "[").last?.dropLast() ?? "")
        }
        #expect(Set(rules) == found, "\(result.output)")
        guard !found.isEmpty else { continue }
        // The text has the id that `pvkit explain` takes, and a JSON report leads to it.
        let verify = [Places.pvkit, "abi", "verify"] + options + [folder + "/kernel"]
        let text = try Command.run(verify).output
        #expect(text.contains(" [\(id)]"), "\(text)")
        let json = try Command.run(verify + ["--format", "json"]).output
        try Schemas.expect([json], toBe: .abiVerify)
        try json.write(toFile: folder + "/r.json", atomically: true, encoding: .utf8)
        let listed = try pvkit("explain", folder + "/r.json").output
        let words = listed.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(!words.isEmpty, "\(json)")
        #expect(words.allSatisfy { $0[1...3] == ["kernel", "error", id[...]] }, "\(listed)")
      }
    }
  }

  @Test(arguments: Rules.all.map { Case(rule: $0) })
  func theWrongSideIsFoundAndTheRightOneIsNot(_ one: Case) throws {
    let (rule, example) = (one.rule, one.rule.example)
    #expect(try Self.rules(in: example, example.wrong).contains(rule.id))
    #expect(try !Self.rules(in: example, example.right).contains(rule.id))
  }

  /// The guest that examples change has nothing wrong with it.
  @Test func theFrameIsClean() throws {
    let example = Phys32Missing.example
    #expect(try Self.rules(in: example, example.right) == [])
  }

  @Test func explainShowsIt() throws {
    for rule in CodeReport.rules + AbiCheckReport.rules + RunReport.rules {
      let text = try pvkit("explain", rule.id).output
      #expect(text.contains("Example, in "), "\(rule.id)")
      #expect(text.contains("Right:"), "\(rule.id)")
    }
    for rule in Rules.all {
      let text = try pvkit("explain", rule.id).output
      #expect(text.contains("Example, in a guest that is right"), "\(rule.id)")
      let first = (rule.example.wrong.lines + rule.example.wrong.commands)
        .split(separator: "\n").first
      #expect(first.map { text.contains($0) } ?? true, "\(rule.id)")
    }
  }

  /// Whatever words the wrong side gets from a loader of any release, and not the right one: asked for them,
  /// `pvkit explain` has the rule.
  @Test func whatLeadsToALoadersWords() throws {
    var lists: [String: String] = [:]
    func list(_ text: String) throws -> String {
      if let known = lists[text] { return known }
      let list = try pvkit("explain", text).output
      lists[text] = list
      return list
    }
    for rule in Rules.all where rule != LoaderRefuses.self {
      let words = try Self.words(rule.example, rule.example.wrong).subtracting(
        try Self.words(rule.example, rule.example.right))
      for one in words {
        let (isToolstack, text) = (one.isToolstack, one.text)
        // What xl says in place of the toolstack's own words.
        let isMemory = try list(text).contains("--memory")
        let short = isToolstack ? [isMemory ? "Out of memory" : "Invalid kernel"] : []
        for text in [text] + short {
          #expect(try list(text).contains("\n\(rule.id) "), "\(rule.id): \(text)")
        }
      }
    }
  }

  struct Words: Hashable {
    let isToolstack: Bool
    let text: String
  }

  /// Why loaders of all releases refuse one side of an example.
  private static func words(_ example: RuleExample, _ side: RuleExample.Side) throws -> Set<Words> {
    var found: Set<Words> = []
    for mode in ["all", "hvm"] {
      let report = try Self.report(
        "check --xen all --mode \(mode) --format json", on: example, side, ownOptions: false)
      let document = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
      for loader in document?["loaders"] as? [[String: Any]] ?? [] {
        let isToolstack = loader["loader"] as? String == "libxenguest" && mode != "hvm"
        for part in loader["parts"] as? [[String: Any]] ?? [] {
          if let reason = part["reason"] as? String {
            found.insert(Words(isToolstack: isToolstack, text: reason))
          }
        }
      }
    }
    return found
  }

  /// Both sides of the example of an instruction, of each class that a kernel must not have.
  @Test func instructions() throws {
    #expect(Set(InstructionExample.all.map(\.kind)) == Set(Treatment.all.map(\.kind)))
    for one in InstructionExample.all {
      func classes(_ side: RuleExample.Side) throws -> [String: String] {
        let report = try Self.report("scan --notes --format json", on: one.example, side)
        let document = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
        let classes = try #require(document?["classes"] as? [[String: Any]], "\(one.kind)")
        return Dictionary(
          uniqueKeysWithValues: classes.map {
            ($0["class"] as? String ?? "", $0["severity"] as? String ?? "")
          })
      }
      #expect(try classes(one.example.wrong)[one.kind.name] != nil, "\(one.kind)")
      let right = try classes(one.example.right)
      #expect(
        right.allSatisfy { $0.value == "note" && $0.key != one.kind.name }, "\(one.kind) \(right)")
      let text = try pvkit("explain", one.kind.name).output
      #expect(text.contains("Example, in the code") && text.contains("Right:"), "\(text)")
    }
  }

  /// The rules that find something in one side of an example.
  private static func rules(
    in example: RuleExample, _ side: RuleExample.Side
  ) throws -> Set<String> {
    let report = try report("check --format json", on: example, side)
    let document = try JSONSerialization.jsonObject(with: Data(report.utf8)) as? [String: Any]
    let findings = try #require(document?["findings"] as? [[String: Any]])
    for finding in findings {
      let rule = try #require((finding["rule"] as? String).flatMap(Rules.named))
      let severity = (finding["severity"] as? String).flatMap(Severity.init)
      #expect(severity.map { $0 >= rule.severity } == true, "more severe than \(rule.id) says")
    }
    return Set(findings.compactMap { $0["rule"] as? String })
  }

  /// What a command says of one side of an example.
  private static func report(
    _ command: String, on example: RuleExample, _ side: RuleExample.Side, ownOptions: Bool = true
  ) throws -> String {
    try inFolder(of: example, side) { folder in
      let words = "\(Places.pvkit) \(command) \(ownOptions ? side.arguments : "") guest"
      return try Command.run(["sh", "-c", "cd \(folder) && \(words)"]).output
    }
  }

  /// Builds one side of an example, as `guest`.
  private static func inFolder<R>(
    of example: RuleExample, _ side: RuleExample.Side, _ body: (_ folder: String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      let guest = ExampleGuest(example, side)
      for (name, text) in guest.files {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      }
      let built = try Command.run(["sh", "-ec", "cd \(folder)\n" + guest.commands])
      try #require(built.status == 0, "\(built.errors)")
      return try body(folder)
    }
  }
}

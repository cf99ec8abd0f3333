// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import Testing

/// The files for editors and forges: the commands that they contain do what they are for.
@Suite struct IntegrationsTests {
  private static func text(_ file: String) throws -> String {
    try String(contentsOfFile: Places.package + "/" + file, encoding: .utf8)
  }

  /// What follows a key in a file of YAML, one line each.
  private static func values(_ key: String, in file: String) throws -> [String] {
    try text(file).split(separator: "\n").compactMap { line in
      let line = line.drop { $0 == " " || $0 == "-" }
      return line.hasPrefix(key + ": ") ? String(line.dropFirst(key.count + 2)) : nil
    }
  }

  private static func shell(_ script: String, _ variables: [String: String]) throws -> CommandResult
  {
    let path = (Places.pvkit as NSString).deletingLastPathComponent + ":/usr/bin:/bin"
    let words = variables.merging(["PATH": path]) { $1 }.map { "\($0)=\($1)" }
    return try Command.run(["env"] + words + ["sh", "-c", script, "sh"])
  }

  @Test func theStepOfGitHub() throws {
    let run = try #require(Self.values("run", in: "integrations/github/action.yml").first)
    for command in ["check", "scan"] {
      let good = try Self.shell(
        run, ["COMMAND": command, "ARGUMENTS": "", "IMAGES": DebianImages.linuxCloud()])
      #expect(good.status == 0, "\(good.errors)")
      let bad = try Self.shell(
        run, ["COMMAND": command, "ARGUMENTS": "--xen 4.17", "IMAGES": DebianImages.gnumach()])
      #expect(bad.status == 1)
      #expect(bad.output.hasPrefix("::error ") || bad.output.hasPrefix("::warning "))
    }
  }

  @Test func theTemplateOfGitLab() throws {
    try Places.withScratchFolder { folder in
      let file = "integrations/gitlab/pvkit.gitlab-ci.yml"
      let script = try #require(
        try Self.text(file).split(separator: "\n").first { $0.contains("- pvkit $") })
      let command = "cd \(folder); " + script.drop { $0 == " " || $0 == "-" }
      let result = try Self.shell(
        command,
        ["PVKIT_COMMAND": "check", "PVKIT_ARGUMENTS": "", "PVKIT_FILES": DebianImages.gnumach()])
      #expect(result.status == 1, "\(result.errors)")
      let report = try String(contentsOfFile: folder + "/pvkit.xml", encoding: .utf8)
      #expect(report.contains("<testsuites"))
    }
  }

  @Test func theHooks() throws {
    let file = ".pre-commit-hooks.yaml"
    let entries = try Self.values("entry", in: file)
    #expect(entries.count == 2)
    for entry in entries {
      let image = try DebianImages.gnumach()
      #expect(try Self.shell(entry + " \"$IMAGE\"", ["IMAGE": image]).status == 1)
    }
    for pattern in try Self.values("files", in: file) {
      let names = ["vmlinux", "boot/vmlinuz-6.1", "a/bzImage", "bzImage-6.1", "guest.elf"]
      let expression = try NSRegularExpression(pattern: pattern)
      for name in names + ["main.c", "vmlinux.d/x", "xbzImage"] {
        let range = NSRange(name.startIndex..., in: name)
        let isHit = expression.firstMatch(in: name, range: range) != nil
        #expect(isHit == names.contains(name), "\(name)")
      }
    }
  }

  /// Every line of the gcc format is one problem, with its severity and rule.
  @Test func theProblemMatcher() throws {
    let json = try JSONSerialization.jsonObject(
      with: Data(Self.text("integrations/github/problem-matcher.json").utf8))
    let matcher = ((json as? [String: Any])?["problemMatcher"] as? [[String: Any]])?.first
    let pattern = try #require((matcher?["pattern"] as? [[String: Any]])?.first)
    let expression = try NSRegularExpression(
      pattern: try #require(pattern["regexp"] as? String))
    for command in ["check", "scan"] {
      let lines = try pvkit(command, "--format", "gcc", DebianImages.gnumach()).output
        .split(separator: "\n").map(String.init)
      #expect(!lines.isEmpty)
      for line in lines {
        let range = NSRange(line.startIndex..., in: line)
        let match = try #require(expression.firstMatch(in: line, range: range), "\(line)")
        func part(_ name: String) -> String? {
          (pattern[name] as? Int).flatMap { Range(match.range(at: $0), in: line) }
            .map { String(line[$0]) }
        }
        #expect(part("severity").map(["error", "warning", "note"].contains) == true)
        #expect(part("code").map { line.hasSuffix("[\($0)]") } == true, "\(line)")
        #expect(part("file")?.hasPrefix("gnumach") == true, "\(line)")
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Testing

@testable import Reports

/// What all formats have in common.
@Suite struct ReportFormatTests {
  static let formats = ["text", "json"] + AnnotationFormats.all.map { $0.name }

  @Test(arguments: formats) func noneChangesTheExitCode(format: String) throws {
    let (clean, found) = (try DebianImages.linuxCloud(), try DebianImages.gnumach())
    let wrong = try WrongObject.path()
    for (command, image, status) in [
      (["check"], clean, 0), (["check"], found, 1), (["check"], "/etc/passwd", 3),
      (["code"], clean, 0), (["abi", "check"], clean, 0),
      (["abi", "check"], wrong, 1), (["abi", "check"], "/etc/passwd", 3),
    ] as [([String], String, Int32)] {
      let result = try Command.run([Places.pvkit] + command + ["--format", format, image])
      #expect(result.status == status, "\(command) \(image): \(result.errors)")
    }
  }

  @Test func rulesAreDeclaredOnce() {
    for rules in [CheckReport.rules, CodeReport.rules, AbiCheckReport.rules] {
      #expect(Set(rules.map(\.id)).count == rules.count)
      #expect(rules.allSatisfy { !$0.summary.isEmpty && !$0.help.isEmpty })
    }
  }

  @Test func whatIsFoundIsOfADeclaredRule() throws {
    for (arguments, rules) in [
      (["check", try DebianImages.gnumach()], CheckReport.rules),
      (["code", "--notes", try DebianImages.hvmloader()], CodeReport.rules),
      (["abi", "check", try WrongObject.path()], AbiCheckReport.rules),
    ] {
      let result = try Command.run([Places.pvkit] + arguments + ["--format", "gcc"])
      let found = Set(result.output.matches(of: /\[([a-z0-9-]+)\]\n/).map { String($0.1) })
      #expect(!found.isEmpty && found.isSubset(of: rules.map(\.id)), "\(found)")
    }
  }

  @Test func oneThatThereIsNotIsAMistakeOfUsage() throws {
    let result = try pvkit("check", "--format", "xml", DebianImages.linux())
    #expect(result.status == 2)
    #expect(result.errors.contains("sarif"))
  }

  @Test func notesAreForWhoAsks() throws {
    let kernel = try DebianImages.linux()
    let (few, all) = (
      try pvkit("code", "--format", "gcc", kernel),
      try pvkit("code", "--format", "gcc", "--notes", kernel)
    )
    #expect(!few.output.contains(": note: "))
    #expect(all.output.contains(": note: "))
  }
}

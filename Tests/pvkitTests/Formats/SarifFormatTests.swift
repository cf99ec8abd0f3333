// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@testable import Reports

@Suite struct SarifFormatTests {
  @Test func everyRuleIsDeclaredAndEveryResultIsOfOne() throws {
    let run = try Log(SarifFormat.text(.made)).runs[0]
    #expect(run.tool.driver.name == "pvkit check")
    #expect(run.tool.driver.semanticVersion == "1.2.3")
    #expect(run.tool.driver.rules.map(\.id) == ["note-owner", "idle"])
    #expect(run.results.map(\.ruleIndex) == [0, 0])
    #expect(run.results.map(\.level) == ["error", "note"])
    #expect(run.results[0].partialFingerprints == ["rulePlace/v2": "note-owner note ENTRY"])
  }

  /// A CI server recognizes a finding by it, after everything has moved.
  @Test func aFingerprintOutlastsABuild() throws {
    func fingerprints(after before: String) throws -> [String] {
      try withFaultyObject(after: before) { object in
        let scan = try pvkit("code", "--format", "sarif", object)
        return try Log(scan.output).runs[0].results.compactMap {
          $0.partialFingerprints["rulePlace/v2"]
        }
      }
    }
    let first = try fingerprints(after: "")
    #expect(first.count == 2 && Set(first).count == 2, "\(first)")
    #expect(try fingerprints(after: ".skip 64, 0x90") == first)
  }

  /// Of two images from one source, the results differ in their fingerprints and name the image.
  @Test func twoImagesOfOneSource() throws {
    try withFaultyObject { object in
      try FileManager.default.copyItem(atPath: object, toPath: object + ".o")
      let scan = try pvkit("scan", "--format", "sarif", object, object + ".o")
      let results = try Log(scan.output).runs[0].results
      #expect(results.count == 4)
      #expect(Set(results.map(\.partialFingerprints)).count == 4)
      #expect(
        results.map { $0.properties?["image"] } == ["", "", ".o", ".o"].map { "faulty.o" + $0 })
      #expect(results.last?.message.text.hasPrefix("faulty.o.o: load+0x") == true)
      // The fingerprints do not depend on the other images of the run.
      let alone = try Log(pvkit("scan", "--format", "sarif", object).output).runs[0].results
      #expect(alone.map(\.partialFingerprints) == results.prefix(2).map(\.partialFingerprints))
    }
  }

  @Test func aFingerprintOfCheckHasNoAddress() throws {
    let check = try pvkit("check", "--format", "sarif", DebianImages.gnumach())
    let fingerprints = try Log(check.output).runs[0].results.flatMap(\.partialFingerprints.values)
    #expect(!fingerprints.isEmpty)
    #expect(!fingerprints.contains { $0.contains("0x") }, "\(fingerprints)")
  }

  @Test func whereAResultIs() throws {
    let run = try Log(SarifFormat.text(.made)).runs[0]
    let places = run.results.map { $0.locations[0].physicalLocation }
    #expect(places.map(\.artifactLocation.uri) == ["dir/bad%201%25%2C%C3%BC", "arch/a%20b%2Cc.c"])
    #expect(places.map { $0.region?.startLine } == [nil, 12])
    #expect(run.results[0].locations[0].logicalLocations?[0].fullyQualifiedName == "note ENTRY+0x2")
  }

  /// A name that is not UTF-8 is referred to by its own bytes.
  @Test func aNameOfOtherBytes() {
    let name = "d/n\u{10feff}\u{10fe80} ü"
    #expect(SarifLog.Artifact(path: name).uri == "d/n%FF%80%20%C3%BC")
  }

  @Test func whatCouldNotBeJudgedIsNoSuccess() throws {
    let invocation = try Log(SarifFormat.text(.made)).runs[0].invocations[0]
    #expect(!invocation.executionSuccessful)
    #expect(invocation.toolExecutionNotifications.map(\.message.text) == ["is empty"])
  }

  /// Code scanning refuses a run with more.
  @Test func ofTooManyTheWorstAreListed() throws {
    let run = try Log(SarifFormat.text(.many(25_002))).runs[0]
    #expect(run.results.count == 25_000)
    #expect(run.results.last?.level == "error")
    #expect(run.invocations[0].executionSuccessful)
    let notes = run.invocations[0].toolExecutionNotifications.map(\.message.text)
    #expect(notes == ["3 more findings are not listed here; --format text and json have all"])
  }

  @Test func aCleanKernelHasAnEmptyList() throws {
    let result = try pvkit("code", "--format", "sarif", DebianImages.linuxCloud())
    #expect(result.status == 0)
    let run = try Log(result.output).runs[0]
    #expect(run.results.isEmpty)
    #expect(run.invocations[0].executionSuccessful)
    #expect(run.tool.driver.rules.count == CodeReport.rules.count)
  }

  @Test func anOffsetIsOneOfTheFile() throws {
    try Places.withScratchFolder { folder in
      let plain = folder + "/gnumach"
      let packed = try DebianImages.gnumach()
      #expect(try Command.run(["sh", "-c", "gzip -dc \(packed) > \(plain)"]).status == 0)
      let offsets = try [plain, packed].map { image in
        try Log(pvkit("check", "--format", "sarif", image).output).runs[0].results
          .compactMap { $0.locations[0].physicalLocation.region?.byteOffset }
      }
      #expect(!offsets[0].isEmpty)
      #expect(offsets[1].isEmpty)
    }
  }
}

/// As much of a log as the tests look at.
private struct Log: Decodable {
  let version: String
  let runs: [Run]

  init(_ text: String) throws {
    self = try JSONDecoder().decode(Log.self, from: Data(text.utf8))
    #expect(version == "2.1.0")
  }

  struct Run: Decodable {
    let tool: Tool
    let invocations: [Invocation]
    let results: [Result]
  }
  struct Tool: Decodable { let driver: Driver }
  struct Driver: Decodable {
    let name: String
    let semanticVersion: String
    let rules: [Rule]
  }
  struct Rule: Decodable { let id: String }
  struct Invocation: Decodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }
  struct Notification: Decodable { let message: Text }
  struct Text: Decodable { let text: String }
  struct Result: Decodable {
    let ruleIndex: Int
    let level: String
    let message: Text
    let locations: [Location]
    let partialFingerprints: [String: String]
    let properties: [String: String]?
  }
  struct Location: Decodable {
    let physicalLocation: Physical
    let logicalLocations: [Logical]?
  }
  struct Physical: Decodable {
    let artifactLocation: Artifact
    let region: Region?
  }
  struct Artifact: Decodable { let uri: String }
  struct Region: Decodable {
    let startLine: Int?
    let byteOffset: UInt64?
  }
  struct Logical: Decodable { let fullyQualifiedName: String }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Reports
import Testing

/// Every form of JSON, held against its schema by Python's jsonschema.
@Suite struct SchemaTests {
  @Test func everyFormHasASchemaAndEverySchemaAForm() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Schemas.directory)
    #expect(files.sorted() == JsonForm.allCases.map { $0.rawValue + ".schema.json" }.sorted())
    for form in JsonForm.allCases {
      let text = try String(contentsOfFile: Schemas.file(of: form), encoding: .utf8)
      #expect(text.contains("\"const\": \"\(form.rawValue)\""), "\(form)")
      #expect(text.contains("\"const\": \(form.version)"), "\(form)")
    }
  }

  @Test(arguments: [
    (JsonForm.abiConstants, ["abi", "constants"]),
    (.abiConstants, ["abi", "constants", "--xen", "3.0.2", "--arch", "i386"]),
    (.abiHypercalls, ["abi", "hypercalls"]),
    (.abiHypercalls, ["abi", "hypercalls", "sched_op", "--xen", "4.2"]),
    (.abiFeatures, ["abi", "features"]),
    (.abiKeys, ["abi", "keys"]),
    (.abiKeys, ["abi", "keys", "vif", "--xen", "3.0.2"]),
    (.abiNotes, ["abi", "notes"]),
    (.abiStructures, ["abi", "struct"]),
    (.abiStruct, ["abi", "struct", "start_info"]),
    (.abiLayouts, ["abi", "layouts", "--arch", "i386"]),
    (.abiDiff, ["abi", "diff", "3.4", "4.17"]),
    (.abiDiff, ["abi", "diff", "3.4", "/dev/null"]),
    (.patchEntries, ["patch", "show"]),
    (.patchEntries, ["patch", "show", "0110"]),
    (.patchMatrix, ["patch", "status", "--matrix"]),
    (.patch, ["patch", "status", "/"]),
    (.run, ["run", "/dev/null"]),
  ]) func listings(form: JsonForm, arguments: [String]) throws {
    let result = try Command.run([Places.pvkit] + arguments + ["--format", "json"])
    try Schemas.expect([result.output], toBe: form)
  }

  @Test(arguments: [
    (JsonForm.check, "check"), (.scan, "scan"), (.abiVerify, "abi verify"), (.notes, "notes"),
  ]) func reportsOnImages(form: JsonForm, command: String) throws {
    let images = try [
      DebianImages.linux(), DebianImages.gnumach(), DebianImages.grub32(), "/etc/passwd",
      "/dev/null",
    ]
    let result = try Command.run(
      [Places.pvkit] + command.split(separator: " ").map(String.init) + ["--format", "json"]
        + images)
    let objects = result.output.split(separator: "\n").map(String.init)
    #expect(objects.count == images.count)
    try Schemas.expect(objects, toBe: form)
  }

  @Test func findingsOfEveryKindOfDifference() throws {
    let result = try pvkit("abi", "verify", "--format", "json", WrongObject.path())
    #expect(result.status == 1)
    for kind in WrongObject.kinds { #expect(result.output.contains("\"\(kind)\""), "\(kind)") }
    try Schemas.expect([result.output], toBe: .abiVerify)
  }

  @Test func aSnapshotIsOne() throws {
    try Places.withScratchFolder { folder in
      let file = folder + "/recorded.json"
      #expect(try pvkit("abi", "snapshot", DebianImages.linuxCloud(), "-o", file).status == 0)
      let text = try String(contentsOfFile: file, encoding: .utf8)
      try Schemas.expect([text], toBe: .abiSnapshot)
      let later = text.replacing("\"version\":1", with: "\"version\":2")
      try later.write(toFile: file, atomically: true, encoding: .utf8)
      try pvkit("abi", "verify", "--baseline", file, DebianImages.linuxCloud())
        .expectOneError(containing: "version 2 of the form")
    }
  }

  @Test func aRunIsOne() throws {
    let run = try pvkit("run", "--format", "json", GeneratedGuest().image())
    // It tries what is wrong, too: those are findings.
    #expect(run.status == 1, "\(run.errors)")
    try Schemas.expect([run.output], toBe: .run)
  }

  /// The validator finds what is wrong: another value, a key too many, a key that is missing.
  @Test func whatIsNotOfTheFormIsRefused() throws {
    let notes = try pvkit("abi", "notes", "--format", "json").output
    for (right, wrong) in [
      ("\"version\" : 1", "\"version\" : 2"), ("\"form\" :", "\"from\" :"),
      ("\"number\" : ", "\"number\" : -"), ("\"meaning\"", "\"meanings\""),
    ] {
      let spoilt = notes.replacing(right, with: wrong)
      #expect(spoilt != notes)
      #expect(try Schemas.complaints([spoilt], .abiNotes) != "", "\(wrong)")
    }
  }
}

/// Docs/schemas.
enum Schemas {
  static let directory = Places.package + "/Docs/schemas"

  static func file(of form: JsonForm) -> String { "\(directory)/\(form.rawValue).schema.json" }

  static func expect(
    _ objects: [String], toBe form: JsonForm, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let complaints = try complaints(objects, form)
    #expect(complaints == "", sourceLocation: location)
  }

  /// What the validator has to say; empty when all are of the form.
  static func complaints(_ objects: [String], _ form: JsonForm) throws -> String {
    try Places.withScratchFolder { folder in
      let files = objects.indices.map { "\(folder)/\($0).json" }
      for (file, text) in zip(files, objects) {
        try text.write(toFile: file, atomically: false, encoding: .utf8)
      }
      // Debian's own, whatever else is named so on the PATH.
      let result = try Command.run(
        ["/usr/bin/jsonschema"] + files.flatMap { ["-i", $0] } + [self.file(of: form)])
      return result.status == 0 ? "" : String((result.output + result.errors).prefix(2000))
    }
  }
}

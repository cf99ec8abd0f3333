// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct AbiCommandTests {
  private func json(_ arguments: String...) throws -> Any {
    let result = try Command.run([Places.pvkit, "abi"] + arguments + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
  }

  /// Of a listing, what it lists.
  private func rows(_ listing: String, _ arguments: String...) throws -> [[String: Any]]? {
    let result = try Command.run(
      [Places.pvkit, "abi", listing] + arguments + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    return try result.document()[listing] as? [[String: Any]]
  }

  private func text(_ arguments: String...) throws -> CommandResult {
    try Command.run([Places.pvkit, "abi"] + arguments)
  }

  @Test func structShowsBothArchitectures() throws {
    let result = try text("struct", "start_info")
    #expect(result.status == 0)
    let row = result.output.split(separator: "\n").first { $0.contains("console.domU.mfn") }
    #expect(row?.split(separator: " ").suffix(4) == ["52", "4", "72", "8"])
  }

  @Test func structFollowsReleaseAndArchitecture() throws {
    let listing = try #require(
      try json("struct", "arch_shared_info", "--xen", "3.4", "--arch", "i386") as? [String: Any])
    let layouts = try #require(listing["layouts"] as? [[String: Any]])
    #expect(layouts.count == 1)
    #expect(layouts.first?["size"] as? Int == 268)
    #expect(listing["xen"] as? String == "3.4")
  }

  @Test func structSetsDashesWhereAMemberIsNot() throws {
    let output = try text("struct", "callback_register").output
    let row = output.split(separator: "\n").first { $0.contains("address.cs") }
    #expect(row?.split(separator: " ").suffix(4) == ["4", "4", "-", "-"])
  }

  @Test func hypercallsAreThoseOfTheRelease() throws {
    let old = try #require(try rows("hypercalls", "--xen", "3.0.2"))
    let names = old.compactMap { $0["name"] as? String }
    #expect(names.contains("dom0_op") && !names.contains("hypfs_op"))
    let new = try #require(try rows("hypercalls"))
    let sched = try #require(new.first { $0["number"] as? Int == 29 })
    #expect(
      sched["handlers"] as? [String: String] == [
        "pv32": "compat", "pv64": "do", "hvm32": "compat", "hvm64": "do",
      ])
    #expect((sched["commands"] as? [[String: Any]])?.count == 8)
  }

  @Test func hypercallsSayWhoseHandlersTheyShow() throws {
    let old = try text("hypercalls", "--xen", "3.0.2").output
    #expect(old.hasPrefix("Numbers, names and commands of Xen 3.0.2; arguments and handlers of 4."))
    #expect(try text("hypercalls").output.hasPrefix("#"))
    let entries = try #require(try rows("hypercalls", "--xen", "4.2"))
    #expect(entries.allSatisfy { $0["described"] as? String == "4.17" })
  }

  @Test func aNamedHypercallShowsItsCommands() throws {
    let result = try text("hypercalls", "__HYPERVISOR_vcpu_op")
    #expect(result.output.hasPrefix("24 vcpu_op\n"))
    #expect(result.output.contains("VCPUOP_is_up"))
    let entry = try #require(try rows("hypercalls", "vcpu_op")?.first)
    let described = try #require(entry["described"] as? String)
    #expect(result.output.contains(" (in \(described))\n"), "\(result.output)")
  }

  @Test func notesAndFeaturesAreListed() throws {
    let notes = try #require(try rows("notes", "--xen", "4.17"))
    #expect(notes.contains { $0["name"] as? String == "PHYS32_ENTRY" })
    #expect(!notes.contains { $0["name"] as? String == "PHYS32_RELOC" })
    let features = try #require(try rows("features"))
    #expect(features.count == 18)
    #expect(features[5]["loaderName"] is NSNull)
  }

  @Test func unknownNamesGiveTheNearest() throws {
    let result = try text("struct", "start_inof")
    #expect(result.status == 2)
    #expect(result.errors.contains("did you mean start_info?"))
    #expect(try text("struct", "grant_entry").errors.contains("Xen 4.17 has no structure"))
    #expect(try text("hypercalls", "xyzzy").status == 2)
  }

  /// Xen 2.0 was for i386 alone.
  @Test(arguments: [["struct", "start_info"], ["struct"], ["layouts"]])
  func xen20OnX86_64(words: [String]) throws {
    let command = [Places.pvkit, "abi"] + words + ["--xen", "2.0", "--arch"]
    let result = try Command.run(command + ["x86_64"])
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains(" on x86_64, only on i386: --arch i386\n"), "\(result.errors)")
    #expect(try Command.run(command + ["i386"]).output.contains("start_info"))
  }

  @Test func linesEndWithoutSpace() throws {
    for command in ["hypercalls", "notes", "features"] {
      let lines = try text(command).output.split(separator: "\n")
      #expect(lines.count > 15)
      #expect(lines.allSatisfy { $0.last != " " })
    }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct AbiConstantsTests {
  private func groups(_ arguments: String...) throws -> [[String: Any]] {
    let result = try Command.run(
      [Places.pvkit, "abi", "constants"] + arguments + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    return try #require(result.document()["groups"] as? [[String: Any]])
  }

  private func names(_ group: [String: Any]) -> [String] {
    (group["constants"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
  }

  @Test func aGroupFollowsTheRelease() throws {
    let old = try groups("sched_op", "--xen", "3.0.2")
    #expect(old.count == 1 && names(old[0]).last == "SCHEDOP_poll")
    let new = try groups("sched_op")
    #expect(names(new[0]).last == "SCHEDOP_pin_override")
    #expect(new[0]["only"] is NSNull)
  }

  @Test func aConstantComesWithItsGroup() throws {
    let found = try groups("CALLBACKTYPE_sysenter", "--xen", "3.1")
    let constants = try #require(found.first?["constants"] as? [[String: Any]])
    #expect(constants.map { $0["value"] as? String } == ["3"])
    let later = try pvkit("abi", "constants", "CALLBACKTYPE_sysenter")
    #expect(
      later.output == "types of a callback (callback.h)\n  5  CALLBACKTYPE_sysenter  since 3.2\n")
  }

  @Test func aHeaderGivesAllItsGroups() throws {
    let found = try groups("sched.h")
    #expect(found.count > 1 && found.allSatisfy { $0["header"] as? String == "sched.h" })
  }

  @Test func archLeavesTheOtherOut() throws {
    let narrow = try groups("--arch", "i386")
    #expect(narrow.contains { $0["only"] as? String == "i386" })
    #expect(!narrow.contains { $0["only"] as? String == "x86_64" })
  }

  @Test func unknownNamesGiveTheNearest() throws {
    let result = try pvkit("abi", "constants", "SCHEDOP_pol")
    #expect(result.status == 2 && result.errors.contains("did you mean SCHEDOP_poll?"))
    let early = try pvkit("abi", "constants", "SCHEDOP_pin_override", "--xen", "4.6")
    #expect(early.status == 2 && early.errors.contains("Xen 4.6 has no constants"))
  }
}

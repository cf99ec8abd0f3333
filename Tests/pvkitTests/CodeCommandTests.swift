// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Testing

@Suite struct CodeCommandTests {
  private func run(_ arguments: [String]) throws -> CommandResult {
    try Command.run([Places.pvkit, "code"] + arguments)
  }

  @Test func `a kernel that boots on Xen is 0`() throws {
    let result = try run([DebianImages.linuxCloud()])
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    #expect(result.output.contains("0 errors, 0 warnings"))
  }

  @Test func `what is found is 1, by class and function`() throws {
    let result = try run([try DebianImages.hvmloader()])
    #expect(result.status == 1)
    #expect(result.output.contains("error: hlt"))
    #expect(result.output.contains("SCHEDOP_block"))
  }

  @Test func `JSON has all sites`() throws {
    let result = try run(["--format", "json", try DebianImages.hvmloader()])
    #expect(result.status == 1)
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let report = try #require(json as? [String: Any])
    let classes = try #require(report["classes"] as? [[String: Any]])
    let names = classes.compactMap { $0["class"] as? String }
    #expect(names.contains("hlt") && names.contains("out"))
    #expect((report["counts"] as? [String: Int])?["error"] ?? 0 > 0)
  }

  @Test(arguments: ["/nowhere", "/dev/null", "/etc/passwd"])
  func `what is no kernel is 3`(path: String) throws {
    let result = try run([path])
    #expect(result.status == 3)
    #expect(result.output.isEmpty)
    #expect(result.errors.split(separator: "\n").count == 1)
  }
}

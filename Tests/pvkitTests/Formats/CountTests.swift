// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

/// Errors, warnings and notes are counted alike in every format: refusals of loaders and stale suppressions are
/// among them, and notes that are not listed.
@Suite struct CountTests {
  @Test(arguments: [
    "check --mode all", "check --xen 3.4,4.17", "scan", "scan --notes", "scan --xen 3.4,4.17",
    "scan --suppress stale.txt",
  ]) func everyFormat(command: String) throws {
    try Places.withScratchFolder { folder in
      try Output.write("nobody lgdt it is right\n", to: folder + "/stale.txt")
      let image = try DebianImages.gnumach()
      func run(_ format: String) throws -> String {
        try Command.run([
          "sh", "-c", "cd \"$1\" && exec \"$2\" \(command) --format \(format) \"$3\"", "sh", folder,
          Places.pvkit, image,
        ]).output
      }
      let summary = try #require(try run("text").split(separator: "\n").last)
      func count(_ noun: String) throws -> Int {
        let found = try #require(summary.firstMatch(of: try Regex("([0-9]+) \(noun)")))
        return try #require(found[1].substring.flatMap { Int($0) })
      }
      let text = try ["error", "warning", "note"].map(count)
      #expect(text[0] > 0 && text[2] > 0, "\(summary)")
      let cell = #"<td class="n">([0-9]+)</td>"#
      let row = try #require(
        try run("html").firstMatch(of: try Regex("</a></t[dh]>.*?</tr>").dotMatchesNewlines()))
      let html = row[0].substring?.matches(of: try Regex(cell)).compactMap {
        $0[1].substring.flatMap { Int($0) }
      }
      #expect(html == text, "\(command): \(summary)")
      let gcc = try run("gcc")
      for (noun, count) in zip(["error", "warning"], text) {
        #expect(gcc.split(separator: "\n").count { $0.contains(": \(noun): ") } == count)
      }
      let known =
        try JSONSerialization.jsonObject(with: Data(try run("json").utf8)) as? [String: Any]
      #expect((known?["fingerprints"] as? [Any])?.count == text[0] + text[1])
    }
  }
}

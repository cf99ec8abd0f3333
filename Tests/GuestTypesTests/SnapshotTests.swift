// SPDX-License-Identifier: Apache-2.0

import Foundation
import GuestTypes
import HypervisorABI
import Testing

/// What reading a record takes, and what it refuses.
@Suite struct SnapshotTests {
  private func read(_ text: String) throws -> Snapshot {
    try JSONDecoder().decode(Snapshot.self, from: Data(text.utf8))
  }

  private func record(_ fields: String, arch: String = "i386") -> String {
    """
    {"source":"s","arch":"\(arch)","structs":{"x":{"size":4,"fields":[\(fields)]}},"constants":{"A":1}}
    """
  }

  @Test func readsWhatIsWritten() throws {
    let snapshot = try read(record(#"["a[2]",0,4,"char"]"#))
    #expect(snapshot.architecture == .i386 && snapshot.description == "s")
    let layout = try #require(snapshot.layouts(of: ["x", "y"])["x"])
    #expect(layout.size == 4)
    #expect(layout.members == [Layout.Member(name: "a[2]", offset: 0, size: 4, type: "char")])
    #expect(snapshot.constants(of: ["A", "B"]) == ["A": 1])
  }

  @Test(arguments: [
    #"["a",-1,4,"char"]"#, #"["a",0,-4,"char"]"#, #"["a",0,9223372036854775807,"char"]"#,
    #"["a",0,1e300,"char"]"#, #"["a",0]"#, #"{"name":"a"}"#, "1", #"[1,0,4,"char"]"#, "[[]]",
  ])
  func refusesForeignFields(field: String) {
    #expect(throws: DecodingError.self) { try read(record(field)) }
  }

  @Test func refusesAnotherProcessor() {
    #expect(throws: DecodingError.self) { try read(record("", arch: "arm")) }
    #expect(throws: DecodingError.self) { try read("{}") }
  }
}

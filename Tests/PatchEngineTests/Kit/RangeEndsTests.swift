// SPDX-License-Identifier: Apache-2.0

import Commands
import Glibc
import Testing

@testable import PatchEngine

/// The ends of ranges: between any two releases, and not only at those that the kit knows, exactly one
/// alternative holds.
@Suite struct RangeEndsTests {
  private static func alternatives(_ one: String, _ other: String) -> String {
    Scene.entry(
      "edit a.c\neither \(one):\nfind: a\nbefore: x\nor \(other):\nfind: a\nafter: x\nend",
      header: "Requires:")
  }

  private func expect(_ entry: String, _ words: String?, without: [String] = []) throws {
    var kit = ["one/0100-a/entry": entry]
    for release in without { kit["releases/\(release)"] = "" }
    try Scene.with(kit: kit) { scene in
      for release in without { unlink(scene.kitFolder + "/releases/" + release) }
      guard let words else {
        #expect(throws: Never.self) { try Kit(directory: scene.kitFolder) }
        return
      }
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test(
    arguments: [
      ("until 2.6.18.4", "since 2.6.18.8", "entry:7: no alternative holds for 2.6.18.5 x86_64"),
      ("until 2.6.18.8", "since 2.6.18.4", "entry:7: 2 alternatives hold for 2.6.18.4 x86_64"),
      ("until 2.6.18.4", "since 2.6.19", "no alternative holds for 2.6.18.5"),
      ("until 2.6.18", "since 2.6.18.4", "2 alternatives hold for 2.6.18.4"),
      ("until 2.6.17", "since 2.6.18.1", "no alternative holds for 2.6.18 "),
      ("until 2.6.19.3", "since 2.6.20", "since 2.6.20"),
      ("until 2.6.17", "since 2.6.18 until 2.6.19.3", "no alternative holds for 2.6.19.4"),
      ("since 2.6.16.2", "since 2.6.17 until 2.6.18", "no alternative holds for 2.6.16 "),
      ("until 2.6.18.4", "since 2.6.18.5", nil), ("until 2.6.18", "since 2.6.19", nil),
    ] as [(String, String, String?)])
  func exactlyOneHoldsForUpdatesToo(_ one: String, _ other: String, _ words: String?) throws {
    let says =
      words == "since 2.6.20" ? "\"since 2.6.20\" matches no release that the kit knows" : words
    try expect(Self.alternatives(one, other), says)
  }

  /// A release that the kit does not know yet, between two that it does.
  @Test func exactlyOneHoldsInBetween() throws {
    try expect(
      Self.alternatives("until 2.6.16", "since 2.6.19"), "no alternative holds for 2.6.17",
      without: ["2.6.17", "2.6.18"])
    try expect(
      Self.alternatives("until 2.6.16", "since 2.6.17"), nil, without: ["2.6.17", "2.6.18"])
  }

  /// Within the entry's own range, and that of what is around the alternatives.
  @Test func outerRangesCount() throws {
    let inner =
      "edit a.c\neither until 2.6.18.4:\nfind: a\nbefore: x\nor since 2.6.18.8:\n"
      + "find: a\nafter: x\nend"
    for header in ["Until: 2.6.18.5", "Until: 2.6.18.4"] {
      try expect(Scene.entry(inner, header: header), "\"since 2.6.18.8\" never holds")
    }
    for header in ["Since: 2.6.18.7", "Since: 2.6.18.8", "Since: 2.6.18.5\nUntil: 2.6.18.6"] {
      try expect(Scene.entry(inner, header: header), "\"until 2.6.18.4\" never holds")
    }
    try expect(Scene.entry(inner, header: "Until: 2.6.18.8"), "no alternative holds for 2.6.18.5")
    let outer = inner.replacing("edit a.c", with: "edit a.c since 2.6.18.6 until 2.6.18.7")
    try expect(Scene.entry(outer, header: "Requires:"), "\"until 2.6.18.4\" never holds")
  }

  @Test(arguments: [
    (
      "Since: 2.6.91", "edit a.c\nfind: a\ndelete",
      ":4: \"Since: 2.6.91\" matches no release that the kit knows"
    ),
    (
      "Until: 2.6.15", "edit a.c\nfind: a\ndelete",
      ":4: \"Until: 2.6.15\" matches no release that the kit knows"
    ),
    ("Until: 2.6.15.7", "edit a.c\nfind: a\ndelete", ":4: \"Until: 2.6.15.7\" matches no release"),
    (
      "Requires:", "edit a.c since 2.6.91\nfind: a\ndelete",
      ":6: \"since 2.6.91\" matches no release"
    ),
    ("Requires:", "new a.c until 2.6.15", ":6: \"until 2.6.15\" matches no release"),
    (
      "Requires:",
      "edit a.c\neither until 2.6.19:\nfind: a\ndelete\nor since 2.6.91:\nnothing\nend",
      ":10: \"since 2.6.91\" matches no release that the kit knows, which are 2.6.16 to 2.6.19"
    ),
  ])
  func anEndOfNoKnownReleaseIsRefused(
    _ header: String, _ sections: String, _ says: String
  ) throws {
    try expect(Scene.entry(sections, header: header), "one/0100-a/entry" + says)
  }

  /// What lies between two that it knows.
  @Test func aReleaseThatIsMissingInTheMiddleIsNotNamed() throws {
    try expect(
      Scene.entry("edit a.c\nfind: a\ndelete", header: "Since: 2.6.17\nUntil: 2.6.17"),
      "matches no release that the kit knows, which are 2.6.16, 2.6.18 to 2.6.19",
      without: ["2.6.17"])
  }

  @Test(arguments: ["Since: 2.6.19.4", "Until: 2.6.16.1", "Until: 2.6.91", "Since: 2.6.15"])
  func anUpdateOfAKnownOneIsNot(_ header: String) throws {
    try expect(Scene.entry("edit a.c\nfind: a\ndelete", header: header), nil)
  }
}

// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

@testable import PatchEngine

/// Paths are bytes: a mark that follows a slash, or one that joins what comes behind it, hides none,
/// and two names that look alike are two.
@Suite struct PathTests {
  private static let words = ": paths must be ASCII"

  @Test(arguments: [
    ("new d/\u{301}x from f", "U+0301 (COMBINING ACUTE ACCENT)"),
    ("new \u{301}x from f", "U+0301"), ("new x from \u{301}f", "U+0301"),
    ("edit d\u{d4e}/../evil\nfind: x\nafter: y", "U+0D4E"),
    ("new x\u{d4e}/.git/hooks/p from f", "U+0D4E"),
    ("edit d/caf\u{e9}.c\nfind: x\nafter: y", "U+00E9"),
    ("edit d/cafe\u{301}.c\nfind: x\nafter: y", "U+0301"),
  ])
  func ofAnEntryAreASCII(_ section: String, _ named: String) throws {
    let kit = ["one/0100-a/entry": Scene.entry(section), "one/0100-a/files/f": "x\n"]
    try Scene.with(tree: ["d/a.c": "x\n"], kit: kit) { scene in
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      #expect(error?.place.hasSuffix("one/0100-a/entry:6") == true, "\(error!)")
      #expect(error?.problem.contains(named) == true, "\(error!)")
      #expect(error?.problem.hasSuffix(Self.words) == true, "\(error!)")
    }
  }

  @Test(arguments: [
    ("releases/2.6.18", Scene.release + "Path foo: \u{301}dir\n", "releases/2.6.18:7"),
    ("releases/2.6.18", Scene.release + "Config i386: configs/\u{e9}\n", "releases/2.6.18:7"),
    ("series", "one/0100-a\u{301}\n", "series:1"), ("series", "\u{e9}/0100-a\n", "series:1"),
  ])
  func ofAKitAreASCII(_ file: String, _ text: String, _ place: String) throws {
    try Example.with { scene in
      try scene.put([file: text], in: scene.kitFolder)
      let error = #expect(throws: PatchError.self) { try Kit(directory: scene.kitFolder) }
      #expect(error?.place.hasSuffix(place) == true, "\(error!)")
      #expect(error?.problem.hasSuffix(Self.words) == true, "\(error!)")
    }
  }

  /// A record that comes with somebody's tree leads nowhere else, either.
  @Test func ofARecordAreASCII() throws {
    for path in ["d\u{d4e}/../evil", "\u{301}x", "x\u{d4e}/.git/config"] {
      let file = RecordedFile(
        path: path, isNew: true, mode: 0o644, original: nil,
        applied: Digest(text: [1]).short)
      let record = Record(
        release: KernelRelease([2, 6, 18]), architectures: ["x86_64"], entries: ["one/0100-a"],
        directories: [], files: [file])
      #expect(Record(text: record.text) == nil, "\(path)")
    }
  }
}

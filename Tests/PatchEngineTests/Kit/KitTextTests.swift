// SPDX-License-Identifier: Apache-2.0

import Commands
import FoundationEssentials
import Testing

@testable import PatchEngine

/// What a kit's files may not hold, as it would be exported and printed.
@Suite struct KitTextTests {
  private static let kit = [
    "one/0100-a/entry": Scene.entry("edit a.c\nfind: int a;\nafter: int b;\n\nnew x.h"),
    "one/0100-a/files/x.h": "/* x */\nint x;\n", "series": "one/0100-a\n",
    "configs/x86_64": "CONFIG_XEN=y\n", "suppressions/x86_64/all": "main hlt right\n",
    "releases/2.6.18": Scene.release + "Config x86_64: configs/x86_64\n",
  ]

  /// Of a kit whose file has a text in place of another one.
  private func error(_ path: String, _ old: String, _ new: [UInt8]) throws -> PatchError? {
    var result: PatchError?
    try Scene.with(tree: ["a.c": "int a;\n"], kit: Self.kit) { scene in
      let place = scene.kitFolder + "/" + path
      let text = String(decoding: try #require(try KitFile.read(place)), as: UTF8.self)
      let range = try #require(text.firstRange(of: old))
      let bytes =
        Array(text[..<range.lowerBound].utf8) + new + Array(text[range.upperBound...].utf8)
      try Data(bytes).write(to: URL(filePath: place))
      result = Self.error { () throws(PatchError) in
        let kit = try Kit(directory: scene.kitFolder)
        let release = KernelRelease([2, 6, 18])
        guard let known = kit.known(release) else { return }
        _ = try kit.suppressions(
          for: KitTarget(release: release, known: known, architectures: known.architectures))
      }
    }
    return result
  }

  private static func error(_ work: () throws(PatchError) -> Void) -> PatchError? {
    do { try work() } catch { return error }
    return nil
  }

  @Test(arguments: [
    ("one/0100-a/entry", "a subject", 1), ("one/0100-a/entry", "a reason", 2),
    ("one/0100-a/entry", "own", 3), ("one/0100-a/entry", "int b;", 8),
    ("one/0100-a/entry", "edit", 6), ("one/0100-a/files/x.h", "int x;", 2), ("series", "0100", 1),
    ("kit", "4.17", 1), ("releases/2.6.18", "port", 1), ("configs/x86_64", "=y", 1),
    ("suppressions/x86_64/all", "right", 1),
  ])
  func refusesControlCharacters(_ path: String, _ old: String, _ line: Int) throws {
    let texts: [(String, String)] = [
      ("\u{0}", "U+0000 (NUL)"), ("\u{1b}[2J", "U+001B (ESC)"), ("\u{7f}", "U+007F (DEL)"),
      ("x\ry", "U+000D (carriage return)"), ("\u{9b}2J", "U+009B"),
      ("\u{202e}", "U+202E (RIGHT-TO-LEFT OVERRIDE)"), ("\u{2028}", "U+2028 (LINE SEPARATOR)"),
    ]
    for (text, name) in texts {
      let found = try #require(try error(path, old, Array((old + text).utf8)), "\(path) \(name)")
      #expect(found.place.hasSuffix("/\(path):\(line)"), "\(found)")
      #expect(found.problem == "has the character \(name)" && !found.cure.isEmpty, "\(found)")
    }
  }

  /// The cause is the encoding of the file, and not a character in it.
  @Test(arguments: ["series", "releases/2.6.18", "one/0100-a/entry", "configs/x86_64"])
  func refusesOtherEncodings(_ path: String) throws {
    let bytes = Array(try #require(Self.kit[path]).utf8)
    let wide = bytes.flatMap { [$0, 0] as [UInt8] }
    for (new, problem) in [
      ([0xff, 0xfe] + wide, "is UTF-16 (little-endian), not UTF-8"),
      (wide, "is UTF-16 (little-endian), not UTF-8"),
      ([0xef, 0xbb, 0xbf] + bytes, "is UTF-8 with a byte order mark"),
    ] as [([UInt8], String)] {
      let found = Self.error { () throws(PatchError) in try KitText.check(new, path) }
      #expect(found?.problem == problem && found?.place == path)
    }
    #expect(Self.error { () throws(PatchError) in try KitText.check(bytes, path) } == nil)
  }

  /// What an entry says of itself is one line of UTF-8; on the lines that go on with it, too.
  @Test(arguments: [
    ("a subject", Array("a\tsubject".utf8), ":1: has the character U+0009 (tab)"),
    ("a reason", Array("a\u{c}reason".utf8), ":2: has the character U+000C (form feed)"),
    ("a reason", Array("a reason\n  and \u{1b}".utf8), ":3: has the character U+001B (ESC)"),
    ("a reason", Array("a reason\n\tand\tmore".utf8), ":3: has the character U+0009 (tab)"),
    ("own", Array("own ".utf8) + [0xe9], ":3: is not UTF-8"),
  ])
  func aHeaderIsShownAsItIs(_ old: String, _ new: [UInt8], _ says: String) throws {
    let found = try #require(try error("one/0100-a/entry", old, new))
    #expect(found.description.contains("0100-a/entry" + says), "\(found)")
  }

  /// As sources have them.
  @Test(arguments: [
    ("one/0100-a/entry", "int b;", Array("int b;\u{c}\t/* é */".utf8)),
    ("one/0100-a/entry", "int a;", Array("/* ".utf8) + [0xe9] + Array(" */".utf8)),
    ("one/0100-a/entry", "a subject", Array("für ő".utf8)),
    ("one/0100-a/files/x.h", "int x;", Array("\u{c}\n\tint x; /* ".utf8) + [0xe4, 0x9f]),
  ])
  func takesWhatSourcesHave(_ path: String, _ old: String, _ new: [UInt8]) throws {
    #expect(try error(path, old, new) == nil)
  }
}

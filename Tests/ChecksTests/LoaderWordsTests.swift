// SPDX-License-Identifier: Apache-2.0

import Checks
import Commands
import Foundation
import Testing

/// What a loader says leads to rules, or has a meaning.
@Suite struct LoaderWordsTests {
  /// Texts of the models that no loader prints: names of parts and loaders, and pieces of messages.
  private static let otherTexts: Set<String> = [
    "Linux bzImage", "the image", "the file", "the guest's memory",
    "not a stored field of a C structure",
    "\0 - \0 pages)", "\0 pages)", "\0 + \0 of \0", "off \0 > size \0", " or with PHYS32_ENTRY set",
    ": 22 - Invalid argument)", "\0: ERROR: \0\0", "at least ",
  ]

  @Test func everyMessageOfTheModels() throws {
    let folder = Places.package + "/Sources/Loaders"
    let files = try Command.run(["find", folder, "-name", "*.swift"]).output.split(separator: "\n")
    #expect(files.count > 50)
    var seen: Set<String> = []
    for file in files where !file.hasSuffix("/GuestLayout.swift") {
      let source = try String(contentsOfFile: String(file), encoding: .utf8)
      for literal in Literals(source).texts where literal.contains(" ") {
        seen.insert(literal)
        guard !Self.otherTexts.contains(literal) else { continue }
        // What stands in a message, in parentheses, with numbers and names.
        let filled = literal.replacing("\0", with: "0x12")
        guard LoaderWords.plain(filled).count >= LoaderWords.shortest else { continue }
        for text in [filled, "xc_dom_some_function: \(filled) (pvkit's remark, 12 MiB)"] {
          #expect(!LoaderWords.about(text).isEmpty, "\(file): \(text)")
        }
      }
    }
    #expect(seen.count > 100)
  }

  /// A log has a function before the words, numbers in them, and parentheses behind.
  @Test(arguments: [
    ("xc_dom_find_loader: no loader found", "no loader found"),
    (
      "xc_dom_compat_check: guest type xen-3.0-x86_32p not supported by xen kernel, sorry",
      "guest type xen-3.0-x86_32p not supported by xen kernel, sorry"
    ),
    ("ELF: not an ELF binary", "not an elf binary"),
    (
      "Not enough memory to relocate the dom0 kernel image (needs 12 MiB (more), 0x1f)",
      "not enough memory to relocate the dom0 kernel image"
    ),
    (
      "xc_dom_alloc_segment: segment kernel too large (0x1f > 0x2 - 0x3", "segment kernel too large"
    ),
    ("(crash: reads outside the image)", ""),
  ]) func plainWords(text: String, plain: String) {
    #expect(LoaderWords.plain(text) == plain)
    #expect(!LoaderWords.about(text).isEmpty)
    #expect(plain.isEmpty || !LoaderWords.about(plain).isEmpty)
  }

  @Test func otherWordsLeadNowhere() {
    for text in ["", "elf", "no such thing", "xc_dom_find_loader", "emory", "ailed to"] {
      #expect(LoaderWords.about(text).isEmpty, "\(text)")
    }
  }
}

/// The texts of a Swift source, with a NUL for each interpolation; comments have none.
private struct Literals {
  private(set) var texts: [String] = []

  init(_ source: String) {
    for line in source.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//")
    {
      var rest = line[...]
      while let start = rest.firstIndex(of: "\"") {
        rest = rest[start...].dropFirst()
        take(&rest)
      }
    }
  }

  /// Takes one whose quote is gone, and those inside its interpolations.
  private mutating func take(_ rest: inout Substring) {
    var text = ""
    while let letter = rest.popFirst(), letter != "\"" {
      guard letter == "\\" else {
        text.append(letter)
        continue
      }
      guard rest.popFirst() == "(" else { continue }
      text.append("\0")
      var depth = 1
      while depth > 0, let inner = rest.popFirst() {
        if inner == "(" { depth += 1 }
        if inner == ")" { depth -= 1 }
        if inner == "\"" { take(&rest) }
      }
    }
    texts.append(text)
  }
}

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

  /// Lines of a console, a rule that each leads to, and words of its meaning, empty for none.
  private static let consoles: [(line: String, rule: String?, meaning: String)] = [
    ("panic on CPU 0: Could not set up DOM0 guest OS", PaeMode.id, "line of its console"),
    ("(XEN) Could not set up DOM0 guest OS", NotesMissing.id, "check --role dom0"),
    ("Could not construct domain 0", Dom0Feature.id, "line of its console"),
    ("(XEN) [    1.5] Could not construct d0", CodecReaders.id, "line of its console"),
    ("cannot (re-)build domain: -3", NotesMissing.id, "check --role domU"),
    ("PAE mode mismatch between Xen and DOM0 (xen=yes, dom0=no)", PaeMode.id, ""),
    ("Dom0 failed to switch to compat: -95", Pv32Target.id, ""),
    ("Dom0 allocation too small for initial P->M table", LinkAddress.id, "give it more"),
    ("Not enough RAM for DOM0 P->M table", LinkAddress.id, "give it more"),
    ("Not enough RAM for domain 0 initrd", SegmentSizes.id, "give it more"),
    ("DOM0 P->M table overlaps initial mapping", PrivateArea.id, ""),
    ("ERROR: P->M table base is out of bounds", AddressCanonical.id, ""),
    ("Dom0 kernel broken ELF: excessively long string", NoteStringEnd.id, ""),
    ("Xen dom0 kernel broken ELF: too many ELF notes", NoteOverrun.id, ""),
    ("d0 kernel: broken ELF: something else", SegmentTruncated.id, ""),
    ("Unable to init ELF", MachineClass.id, ""),
    ("Unable to parse kernel for ELFNOTES", NoteOwner.id, ""),
    ("Error trying to detect bz compressed kernel", PayloadProtocol.id, ""),
    ("(XEN) Failed to load Dom0 kernel", SegmentSizes.id, "the line before it"),
    ("Failed to load Dom0 kernel", Phys32Missing.id, "the line before it"),
    ("Failed to load Dom0 kernel", NoteOwner.id, "the line before it"),
    ("Failed to load kernel: -1", SegmentSizes.id, ""),
    ("Building a PVHv2 Dom0 is not yet supported.", Phys32Missing.id, "4.11"),
    ("Failed to setup Dom0 ACPI tables: -12", nil, "dom0_mem="),
    ("Unable to setup Dom0 BSP context: -22", nil, "dom0_mem="),
    ("d0 unable to setup permissions: -22", nil, "dom0_mem="),
    ("Unable to copy initrd to guest", nil, "dom0_mem="),
    ("Error creating domain 0", nil, "could not create the domain"),
    ("Error creating d0: -12", nil, "could not create the domain"),
    ("Error creating d0v0", nil, "could not create the domain"),
    ("Neither HAP nor Shadow available for PVH domain", nil, "paging"),
    ("Cannot construct Dom0. No guest interface available", nil, "CONFIG_PV"),
    ("FATAL ERROR: dom0 kernel not specified. Check bootloader configuration.", nil, "module2"),
    ("Missing kernel boot module for d0 construction", nil, "module2"),
    ("Bootloader didn't honor module alignment request", nil, "multiboot2"),
    ("ELF: phdr overflow (off 1f40 > size 12c)", SegmentTruncated.id, "lies outside the file"),
  ]

  /// What Xen's console says if dom0 cannot be built, from 2.0 to 4.22: each leads to rules or has a
  /// meaning, and the last words of a panic to the rules on what may be the cause.
  @Test func theInitialDomain() {
    for (line, rule, meaning) in Self.consoles {
      let rows = LoaderWords.about(line)
      #expect(!rows.isEmpty, "\(line)")
      let rules = rows.flatMap(\.rules).map { $0.id }
      if let rule { #expect(rules.contains(rule), "\(line): \(rules)") }
      let meanings = rows.compactMap(\.meaning)
      #expect(meaning.isEmpty == meanings.isEmpty, "\(line): \(meanings)")
      #expect(meaning.isEmpty || meanings.first?.contains(meaning) == true, "\(line): \(meanings)")
    }
  }

  /// Only the rules that fit: not those on other messages with one word of it.
  private static let fitting: [(words: String, rules: [String])] = [
    ("phdr overflow", [SegmentTruncated.id, HeaderTables.id]),
    ("shdr overflow", [SegmentTruncated.id, HeaderTables.id]),
    ("LZMA decompress support unavailable", [CodecReaders.id]),
    ("this release refuses LZ4", [CodecReaders.id]),
    ("P->M table base is out of bounds", [AddressCanonical.id, PrivateArea.id]),
    ("excessively long string", [NoteStringEnd.id, LegacyGuestString.id]),
  ]

  @Test func onlyWhatFits() {
    for (words, rules) in Self.fitting {
      let found = LoaderWords.about(words).flatMap(\.rules).map { $0.id }
      #expect(found == rules, "\(words): \(found)")
    }
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

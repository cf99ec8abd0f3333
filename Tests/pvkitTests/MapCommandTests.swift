// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Foundation
import TestGuests
import Testing

@testable import Reports

/// `pvkit map`: the picture is of what the loader does, and can be read.
@Suite struct MapCommandTests {
  private static func withGuest<R>(
    changedBy change: ((inout TestGuest) -> Void)? = nil, _ body: (String, String) throws -> R
  ) throws -> R {
    try Places.withScratchFolder { folder in
      var guest = TestGuest()
      change?(&guest)
      let file = folder + "/guest.elf"
      try Data(guest.build().bytes).write(to: URL(fileURLWithPath: file))
      return try body(file, folder)
    }
  }

  @Test func aTable() throws {
    let result = try Self.withGuest { guest, _ in try pvkit("map", guest) }
    #expect(result.status == 0, "\(result.output)")
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    func row(_ name: String) -> [String]? {
      lines.first { $0.joined(separator: " ").hasSuffix(name) }
    }
    #expect(row("start_info")?.prefix(4) == ["0xffffffff80204000", "0x204000", "4", "KiB"])
    #expect(row("P2M table")?.prefix(4) == ["0xffffffff80104000", "0x104000", "1", "MiB"])
    #expect(row("entry")?.prefix(2) == ["0xffffffff80100000", "0x100000"])
    for name in ["page tables", "boot stack", "XenStore page", "console page", "7 Xen notes"] {
      #expect(row(name) != nil, "\(name) in \(result.output)")
    }
  }

  /// The segments are those that the loader reads, with e_phentsize 0 the first one several times.
  @Test func segmentsByTheirStatedSize() throws {
    let cases: [(UInt16, Int)] = [(56, 1), (0, 2), (32, 1), (72, 1)]
    for (size, segments) in cases {
      func change(_ guest: inout TestGuest) { guest.header.segmentSize = size }
      let result = try Self.withGuest(changedBy: change) { guest, _ in try pvkit("map", guest) }
      let lines = result.output.split(separator: "\n")
      let loaded = lines.filter { $0.contains("  segment ") && !$0.hasSuffix("zeroed") }
      #expect(loaded.count == segments, "\(size): \(result.output)")
      #expect(result.output.contains("[header-tables]") == (size != 56), "\(result.output)")
      #expect(result.status == (size == 56 ? 0 : 1))
    }
  }

  /// Each finding is below the part that it is about.
  @Test func whatIsWrongIsAtItsPlace() throws {
    func spoil(_ guest: inout TestGuest) {
      guest.set(TestNote(.entry, TestGuest.base + 0x103000))
    }
    let result = try Self.withGuest(changedBy: spoil) { guest, _ in try pvkit("map", guest) }
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n")
    let at = try #require(lines.firstIndex { $0.contains("[entry-code]") })
    #expect(lines[at - 1].hasSuffix("segment 0 rwx, zeroed"), "\(result.output)")
    #expect(lines[at].contains("error: ENTRY 0xffffffff80103000"), "\(result.output)")
    #expect(lines[at + 1].hasSuffix("entry"), "\(result.output)")
  }

  /// The picture has every finding at a place: several of one rule with their number, and the number of
  /// those that have no label. The text form lists each.
  @Test func severalAtOnePlace() throws {
    try Places.withScratchFolder { folder in
      let notes = [
        (5, ".asciz \"xen-3.0\""), (8, ".asciz \"generic\""), (1, ".quad start"),
        (2, ".quad start"), (3, ".quad 0xffffffff80000000"), (4, ".quad 0xffffffff80000000"),
      ]
      let source =
        notes.map { type, value in
          """
          .section .note.Xen, "a", @note
          .balign 4; .long 4, 2f - 1f, \(type); .asciz "Xen"
          1: \(value)
          2: .balign 4

          """
        }.joined() + """
          .text
          .globl start
          start: lgdt (%rax)
          lidt (%rax)
          popf
          out %al, %dx
          movups (%rdi), %xmm0
          movups %xmm0, (%rsi)
          movups 16(%rdi), %xmm0
          movups %xmm0, 16(%rsi)
          1: jmp 1b

          """
      try Output.write(source, to: folder + "/k.S")
      let built = try Command.run([
        "gcc", "-nostdlib", "-static", "-Wl,-Ttext=0xffffffff80100000", "-Wl,--build-id=none",
        "-Wl,-e,start", "-o", folder + "/k", folder + "/k.S",
      ])
      #expect(built.status == 0, "\(built.errors)")
      let text = try pvkit("map", folder + "/k").output.split(separator: "\n")
      let at = try #require(text.firstIndex { $0.hasSuffix(" r-x: .text") })
      #expect(text[(at + 1)...].prefix { $0.hasPrefix("    ") }.count == 6, "\(text)")
      let picture = try pvkit("map", "--format", "svg", folder + "/k").output
      let labels = picture.matches(of: #/<text [^>]*class="(?:error|warning)"[^>]*>(.*?)</text>/#)
        .map { String($0.output.1) }
      #expect(
        Set(labels) == [
          "error: hypercall-page", "error: instruction-faults ×2", "error: instruction-misleads",
          "and 2 more findings",
        ], "\(labels)")
    }
  }

  /// What lies outside the domain's memory is said to, and what has no address comes at the end.
  @Test func whatIsOutside() throws {
    func spoil(_ guest: inout TestGuest) {
      guest.set(TestNote(.hypercallPage, TestGuest.base + 0x6000_0000))
    }
    let result = try Self.withGuest(changedBy: spoil) { guest, _ in try pvkit("map", guest) }
    #expect(result.status == 1)
    #expect(
      result.output.contains("no place in the domain's memory:\n    error: 0x"), "\(result.output)")
    #expect(result.output.contains(" is outside the domain's memory: HYPERCALL_PAGE"))
  }

  @Test func whatIsRefusedHasItsPartsAllTheSame() throws {
    func spoil(_ guest: inout TestGuest) { guest.remove(.xenVersion) }
    let result = try Self.withGuest(changedBy: spoil) { guest, _ in try pvkit("map", guest) }
    #expect(result.status == 1)
    #expect(result.output.contains("libxenguest 4.17 refuses it as PV domU of 512 MiB: "))
    #expect(result.output.contains("segment 0 "))
  }

  @Test func itIsWrittenInTheFormatOfItsEnding() throws {
    try Self.withGuest { guest, folder in
      for (name, start) in [
        ("m.svg", "<?xml version"), ("m.html", "<!DOCTYPE html>"), ("m.txt", "guest.elf: "),
      ] {
        let file = "\(folder)/\(name)"
        let result = try pvkit("map", guest, "-o", file)
        #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
        #expect(try String(contentsOfFile: file, encoding: .utf8).hasPrefix(start))
      }
      #expect(try pvkit("map", "--format", "svg", guest).output.hasPrefix("<?xml"))
    }
  }

  /// The same picture whatever was asked, and XML whatever the names are.
  /// An ending that stands for no format is refused, unless the format is said.
  @Test func otherEndings() throws {
    try Self.withGuest { image, folder in
      for name in ["map.png", "map.pdf", "map.json", "a.svg/map.gz"] {
        let result = try pvkit("map", image, "-o", folder + "/" + name)
        #expect(result.status == 2, "\(name)")
        #expect(result.errors.contains("use .svg, .html, .htm or .txt"), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/" + name))
      }
      for (name, start) in [
        ("map", "guest"), ("map.txt", "guest"), ("m.SVG", "<?xml"), ("m.htm", "<!"),
      ] {
        #expect(try pvkit("map", image, "-o", folder + "/" + name).status == 0, "\(name)")
        let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        #expect(text.hasPrefix(start), "\(name): \(text.prefix(40))")
      }
      let png = folder + "/x.png"
      #expect(try pvkit("map", image, "--format", "svg", "-o", png).status == 0)
      #expect(try String(contentsOfFile: png, encoding: .utf8).hasPrefix("<?xml"))
    }
  }

  @Test func namesAreEscaped() throws {
    try Self.withGuest { guest, folder in
      let odd = folder + "/<b>&\"\u{1b}.elf"
      try FileManager.default.copyItem(atPath: guest, toPath: odd)
      let result = try pvkit("map", "--format", "svg", odd)
      #expect(result.status == 0)
      #expect(result.output.contains("&lt;b&gt;&amp;&quot;"), "\(result.output.prefix(600))")
      let parser = XMLChecker()
      #expect(try parser.accepts(result.output))
    }
  }

  /// A long name and all that a loader says are in the picture, in as many lines as they need.
  @Test func theWholeHeading() throws {
    try Places.withScratchFolder { folder in
      let name = String(repeating: "gnumach-1.8_", count: 16) + "xen"
      let image = folder + "/" + name
      try FileManager.default.copyItem(atPath: DebianImages.gnumach(), toPath: image)
      let picture = try pvkit("map", "--mode", "pvh", "--format", "svg", image).output
      let texts = picture.matches(of: #/<text [^>]*class="([a-z]*)"[^>]*>(.*?)</text>/#)
      func lines(_ look: String) -> [String] {
        texts.filter { $0.output.1 == look }.map { String($0.output.2) }
      }
      #expect(lines("h").count > 1 && lines("h").joined() == name, "\(lines("h"))")
      let verdict = lines("d").joined(separator: " ")
      #expect(verdict.contains("(libelf: Will only load images"), "\(verdict)")
      #expect(verdict.contains(" or with PHYS32_ENTRY set)"), "\(verdict)")
      let page = try pvkit("map", "--mode", "pvh", "--format", "html", image).output
      #expect(try HtmlFormatTests.faults(page) == "")
    }
  }

  @Test func anOlderReleaseAndOtherDomains() throws {
    // An old loader does not know the feature that it asks for.
    func askForNone(_ guest: inout TestGuest) { guest.remove(.features) }
    try Self.withGuest(changedBy: askForNone) { guest, _ in
      for arguments in [
        ["--xen", "3.0.4"], ["--xen", "3.4"], ["--role", "dom0"], ["--mode", "shim"],
        ["--memory", "64M"],
      ] {
        let result = try Command.run([Places.pvkit, "map", guest] + arguments)
        #expect(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
        #expect(result.output.contains("start_info") && result.output.contains("boot stack"))
      }
      let hvm = try pvkit("map", "--mode", "pvh", guest)
      #expect(hvm.status == 1 && hvm.output.contains("refuses it as PVH domU"))
    }
  }

  @Test func whatCannotBeRead() throws {
    try pvkit("map", "/dev/null").expectOneError(containing: "/dev/null: ")
    try pvkit("map", "/etc/passwd").expectOneError(containing: "/etc/passwd: ")
    #expect(try pvkit("map", "--mode", "shim", "--role", "dom0", "x").status == 2)
  }
}

/// Where labels come to stand.
@Suite struct MapColumnTests {
  @Test func labelsDoNotOverlap() {
    let heights = [33.0, 19, 33, 33, 19, 33]
    for wanted in [
      [0.0, 0, 0, 0, 0, 0], [300, 300, 300, 300, 300, 300], [10, 11, 150, 151, 152, 299],
    ] {
      let places = MapColumn.placed(heights, wanted, 0, 300)
      let edges = zip(places, heights).map { ($0 - $1 / 2, $0 + $1 / 2) }
      for (one, next) in zip(edges, edges.dropFirst()) { #expect(one.1 <= next.0 + 1e-9) }
      #expect(edges[0].0 >= 0 && (edges.last?.1 ?? 0) <= 300 + 1e-9)
    }
  }

  @Test func whatHasRoomStaysWhereItIsWanted() {
    #expect(MapColumn.placed([10, 10], [50, 100], 0, 200) == [50, 100])
  }
}

/// Texts that are longer than their place.
@Suite struct MapTextTests {
  @Test func linesHaveEveryWord() {
    #expect(MapDrawing.wrapped("one two three", 7, most: 9) == ["one two", "three"])
    #expect(MapDrawing.wrapped("a longword b", 4, most: 9) == ["a", "long", "word", "b"])
    #expect(MapDrawing.wrapped("", 4, most: 9) == [])
  }

  /// What is left out is said, and no word ends within.
  @Test func whatIsLeftOut() {
    #expect(MapDrawing.wrapped("one two three four", 8, most: 2) == ["one two", "three …"])
    #expect(MapDrawing.cut(".text .rodata .data", 19) == ".text .rodata .data")
    #expect(MapDrawing.cut(".text .rodata .data", 18) == ".text .rodata …")
    #expect(MapDrawing.cut("a_symbol_that_is_long", 10) == "a_symbol_…")
    for width in 1...30 {
      #expect(MapDrawing.cut("segment 0 r-x: .text .rodata", width).count <= width)
    }
  }
}

/// Whether a text is well-formed XML, by Python's parser.
struct XMLChecker {
  func accepts(_ text: String) throws -> Bool {
    let program = "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)"
    return try Command.run(
      ["/usr/bin/python3", "-c", program], input: Array(text.utf8)
    ).status == 0
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import Foundation
import Reports
import Testing

/// What a guest prints, and who waits for it.
@Suite struct RunCommandTests {
  /// A generated guest that runs this C code in place of its tests.
  private func run(_ code: String, _ arguments: String...) throws -> CommandResult {
    // As the Makefile builds it, with source lines.
    let guest = GeneratedGuest(level: "-O2 -g")
    return try guest.withCopy { tree in
      let file = tree + "/tests.c"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      let start = "\tprint(\"TAP version 13"
      try #require(text.contains(start))
      try text.replacing(start, with: "\t\(code)\n" + start)
        .write(toFile: file, atomically: false, encoding: .utf8)
      return try Command.run([Places.pvkit, "run"] + arguments + [guest.rebuilt(tree)])
    }
  }

  /// An expression that a backtracking matcher tries in 2^66 ways.
  @Test func anExpressionTakesNoLongerThanItsText() throws {
    let letters = String(repeating: "a", count: 66)
    let missed = try run("print(\"\(letters)\\n\");", "--expect", "^(a+)+c")
    #expect(missed.status == 1)
    #expect(missed.output.contains("before it printed the expected text"), "\(missed.output)")
    let met = try run("print(\"\(letters)c\");", "--expect", "^(a+)+c", "--format", "json")
    #expect(met.output.contains("\"expectationMet\":true"), "\(met.errors)")
  }

  @Test(arguments: RunReport.rules.map(\.id))
  func explainsAsTheCommandDoes(rule: String) throws {
    let result = try pvkit("run", "--explain", rule)
    #expect(result.status == 0 && result.output.contains("Example, in "), "\(result.output)")
    #expect(try result.output == pvkit("explain", rule).output)
  }

  /// A finding has the line of the call, and its fingerprint no offset, which the next build changes.
  @Test func aFindingHasItsLine() throws {
    let code =
      "HYPERVISOR_xen_version(60, NULL); HYPERVISOR_xen_version(XENVER_extraversion, "
      + "(void *)-PAGE_SIZE);"
    let result = try run(code)
    let place = /warning: argument-unreadable at run_tests\+0x[0-9a-f]+ \((hypercall\.h:\d+)\)/
    let line = try #require(result.output.firstMatch(of: place)?.1, "\(result.output)")
    let report = try run(code, "--format", "json").output
    #expect(report.contains("\"line\":\"\(line)\""), "\(report)")
    let fingerprints = try #require(report.firstMatch(of: /"fingerprints":\[(.*?)\]/)?.1)
    #expect(fingerprints.contains("argument-unreadable run_tests\""), "\(fingerprints)")
    #expect(!fingerprints.contains("+0x"), "\(fingerprints)")
  }

  /// Where the guest is when it ends unexpectedly, and how it came there.
  @Test func aCrashHasRegistersAndCallers() throws {
    let result = try run("__asm__ volatile(\"mov $0x1234, %%rbx; int3\" : : : \"rbx\");")
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n").map(String.init)
    let first = try #require(
      lines.firstIndex { $0.hasPrefix("vCPU 0, running in the kernel, at run_tests") },
      "\(result.output)")
    #expect(lines[first].contains("(tests.c:"))
    #expect(lines[first + 1].hasPrefix("    rip "))
    #expect(lines[first...].contains { $0.contains("rbx  0000000000001234") }, "\(lines)")
    #expect(lines[first...].contains { $0.hasPrefix("    called from guest_main") }, "\(lines)")
  }

  /// A run that ends as it should has neither.
  @Test func aGoodEndHasNoRegisters() throws {
    let result = try run("")
    #expect(!result.output.contains("vCPU 0, "), "\(result.output)")
  }

  /// The address space at the end, in each form; the numbers of pages are the same in all.
  @Test func drawsTheAddressSpace() throws {
    let image = try GeneratedGuest().image()
    try Places.withScratchFolder { folder in
      var texts: [String] = []
      for name in ["space.txt", "space.svg", "space.html"] {
        let file = folder + "/" + name
        let result = try pvkit("run", "--memory", "32", "--map", file, image)
        #expect(result.output.contains("all tests passed"), "\(result.errors)")
        texts.append(try String(contentsOfFile: file, encoding: .utf8))
      }
      let rows = texts[0].split(separator: "\n")
      #expect(rows.dropFirst().first?.contains("from") == true, "\(texts[0])")
      let region = rows.first { $0.hasPrefix("  0xffffffff80000000  ") }
      #expect(region?.contains(" page table") == true, "\(texts[0])")
      #expect(texts[1].hasPrefix("<?xml") && texts[1].contains("class=\"l4\""))
      #expect(try XMLChecker().accepts(texts[1]))
      #expect(texts[2].contains("<h2 id=\"table-title\">Table</h2>"))
      for text in texts { #expect(text.contains("1 L4 page table")) }
      let odd = try pvkit("run", "--map", folder + "/space.png", image)
      #expect(odd.status == 2 && odd.errors.contains("space.png: unknown extension; use .svg"))
      let lost = try pvkit("run", "--map", folder + "/none/space.svg", image)
      #expect(lost.status == 3 && lost.output.isEmpty, "\(lost.output)")
      #expect(lost.errors.contains("none/space.svg: No such file or directory"), "\(lost.errors)")
    }
  }

  @Test func noExpressionIsAUsageError() throws {
    let result = try pvkit("run", "--expect", "a(", "x.elf")
    #expect(result.status == 2)
    #expect(result.errors.contains("is not a regular expression"))
  }

  /// A guest that talks for ever, without an end of line.
  @Test func keepsTheLatestOfALongTalk() throws {
    let letters = String(repeating: "b", count: 128)
    let code = "for (int i = 0; i < 80000; i++) print(\"\(letters)\");"
    let result = try run(code, "--format", "json", "--timeout", "60")
    #expect(result.output.utf8.count < 10 << 20)
    #expect(result.output.contains(letters) && result.output.contains("# guest: "))
  }
}

// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import Testing

@testable import GuestTypes

/// Units that libdw would keep more of than there is memory.
@Suite struct DwarfUnitsTests {
  private func open(_ info: String, _ abbreviations: String) throws -> DwarfSource? {
    try Places.withScratchFolder { folder in
      let object = folder + "/units.o"
      let source = """
        .section .debug_abbrev,"",@progbits
        \(abbreviations)
        .byte 0
        .section .debug_info,"",@progbits
        \(info)

        """
      let made = try Command.run(["as", "-o", object, "-"], input: Array(source.utf8))
      #expect(made.status == 0, "\(made.errors)")
      return try DwarfSource(GuestImage.open(path: object))
    }
  }

  /// A unit of DWARF 4 whose only entry has the last abbreviation.
  private func units(_ count: Int, code: Int) -> String {
    ".rept \(count)\n.long 2f - 1f\n1: .short 4\n.long 0\n.byte 8\n.uleb128 \(code)\n2:\n.endr"
  }

  private func table(_ count: Int, attributes: Int = 0) -> String {
    ".set code, 1\n.rept \(count)\n.uleb128 code\n.uleb128 0x11\n.byte 0\n"
      + ".rept \(attributes)\n.uleb128 3\n.uleb128 8\n.endr\n.byte 0, 0\n.set code, code + 1\n.endr"
  }

  @Test func ordinaryUnitsAreRead() throws {
    #expect(try open(units(20, code: 5), table(5))?.layouts(of: ["x"]).isEmpty == true)
  }

  @Test func manyUnitsOfOneLongTable() {
    let error = #expect(throws: ImageError.self) { try open(units(3000, code: 5000), table(5000)) }
    #expect(error?.problem.contains("more than are read") == true)
  }

  @Test func tooManyUnits() {
    #expect(throws: ImageError.self) { try open(units(140_000, code: 1), table(1)) }
  }

  @Test func anEntryOfManyAttributes() {
    let error = #expect(throws: ImageError.self) {
      try open(units(1, code: 1), table(1, attributes: 2000))
    }
    #expect(error?.problem.contains("attributes") == true)
  }
}

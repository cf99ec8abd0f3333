// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// kallsyms as each release of Linux lays it out, in a kernel without a symbol table.
@Suite struct KallsymsTests {
  /// What the table of addresses holds, and where it stands.
  enum Layout: CaseIterable {
    case absolute, negative, distance, behind, behindDistance, place

    var isBehind: Bool { [.behind, .behindDistance, .place].contains(self) }

    func entry(_ index: Int) -> String {
      switch self {
      case .absolute: ".quad f\(index)"
      case .negative, .behind: ".long f0 - f\(index) - 1"
      case .distance, .behindDistance: ".long f\(index) - f0"
      case .place: ".long f\(index) - ."
      }
    }

    var base: String { [.absolute, .place].contains(self) ? "" : ".balign 8; .quad f0" }
  }

  /// More than three markers.
  private static let count = 1100

  @Test(arguments: Layout.allCases) func namesAreFound(layout: Layout) throws {
    let scan = try CodeScan(image(layout), release: .standard)
    #expect(scan.names == "kallsyms")
    #expect(scan.summary == ["cli f700+1"])
  }

  /// Whatever stands right before the tokens, such as the order of the names (Linux 6.2), is not a
  /// part of the first one.
  @Test(arguments: [".byte 1", ".asciz \"abc\"; .byte 7", ".skip 300, 0x41"])
  func otherBytesBeforeTheTokens(data: String) throws {
    let image = try image(.behind, beforeTokens: ".balign 8\n\(data)")
    let scan = try CodeScan(image, release: .standard)
    #expect(scan.names == "kallsyms")
    #expect(scan.summary == ["cli f700+1"])
  }

  /// Whatever a byte of the tables is: other names, or none.
  @Test func damagedTablesEndInAnAnswer() throws {
    let image = try image(.behind)
    var random = SeededGenerator(seed: 5)
    var answers = 0
    for _ in 0..<200 {
      var bytes = image.file.array
      for _ in 0..<8 {
        bytes[Int.random(in: 4096..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      let damaged = GuestImage(name: "damaged", file: Bytes(bytes))
      guard let scan = try? CodeScan(damaged, release: .standard) else { continue }
      answers += 1
      #expect(scan.sites.count < 64)
    }
    #expect(answers > 50, "\(answers)")
  }

  private func image(
    _ layout: Layout, beforeTokens data: String = ".balign 8"
  ) throws -> GuestImage {
    let functions = (0..<Self.count).map { "f\($0): nop; \($0 == 700 ? "cli" : "nop"); ret" }
    let addresses =
      ".balign 8\n" + (0..<Self.count).map(layout.entry).joined(separator: "\n")
      + "\n\(layout.base)\n"
    let source =
      ".globl f\nf:\n" + functions.joined(separator: "\n") + "\n.section .rodata, \"a\"\n"
      + (layout.isBehind ? "" : addresses) + tables(data) + (layout.isBehind ? addresses : "")
    return try Assembled.linked(source, stripped: true)
  }

  /// The names as tokens of one letter each.
  private func tables(_ data: String) -> String {
    let names = (0..<Self.count).map { Array("tf\($0)".utf8) }
    var (offset, markers): (Int, [Int]) = (0, [])
    for (index, name) in names.enumerated() {
      if index % 256 == 0 { markers.append(offset) }
      offset += name.count + 1
    }
    let bytes = names.map { ".byte \($0.count), \($0.map(String.init).joined(separator: ", "))" }
    let tokens = (0..<256).map(token)
    let places = tokens.indices.map { tokens[..<$0].reduce(0) { $0 + $1.utf8.count + 1 } }
    return """
      .balign 8
      .long \(Self.count)
      .balign 8
      \(bytes.joined(separator: "\n"))
      .balign 8
      \(markers.map { ".long \($0)" }.joined(separator: "\n"))
      \(data)
      \(tokens.map { ".asciz \"\($0)\"" }.joined(separator: "\n"))
      .balign 8
      \(places.map { ".short \($0)" }.joined(separator: "\n"))

      """
  }

  private func token(_ code: Int) -> String {
    let letter = Character(Unicode.Scalar(UInt8(code)))
    let isPlain = letter.isASCII && (letter.isLetter || letter.isNumber || letter == "_")
    return isPlain ? String(letter) : "x\(code)"
  }
}

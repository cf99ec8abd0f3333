// SPDX-License-Identifier: Apache-2.0

import GuestCode
import HypervisorABI
import Testing

/// What a kernel says about its own code, in the layouts of several releases of Linux.
@Suite struct PatchTablesTests {
  /// Linked as kernels are.
  private func scan(_ source: String, bits: Int = 64) throws -> CodeScan {
    try CodeScan(Assembled.linked(source, bits: bits), release: .standard)
  }

  private func reaches(_ scan: CodeScan) -> [String: String] {
    Dictionary(scan.sites.map { ($0.kind.name, $0.reach.rawValue) }) { first, _ in first }
  }

  private static let code = """
    .globl f
    f: swapgs
    g: cli
    h: rdmsr
    ret
    .section .altinstr_replacement, "ax"
    s: sti
    t: hlt
    u: popf
    """

  @Test(arguments: [
    (12, ".word NUMBER; .byte 3, 1"), (13, ".word NUMBER; .byte 3, 1, 0"),
  ])
  func alternativesForXen(stride: Int, fields: String) throws {
    func entry(_ original: String, _ replacement: String, _ number: Int) -> String {
      ".long \(original) - ., \(replacement) - .; "
        + fields.replacing("NUMBER", with: "\(number)")
    }
    let scan = try scan(
      """
      \(Self.code)
      .section .altinstructions, "a"
      \(entry("f", "s", 272))
      \(entry("g", "t", 272 + 0x8000))
      \(entry("h", "u", 3))
      """)
    #expect(scan.isParavirtual)
    // swapgs is taken out on Xen, and hlt put in elsewhere; popf where there is a feature.
    #expect(scan.cleared[.replaced] == 1)
    #expect(scan.cleared[.native] == 1)
    #expect(
      reaches(scan) == [
        "cli": "undecided", "sti": "plain", "rdmsr": "undecided", "popf": "feature",
      ])
    #expect(scan.count(.error) == 1)
  }

  @Test func aKernelWithoutThemExecutesEverything() throws {
    let scan = try scan(Self.code)
    #expect(!scan.isParavirtual)
    #expect(Set(reaches(scan).values) == ["plain"])
    #expect(scan.count(.error) == 5)
  }

  @Test(arguments: [
    (64, ".long h - ., h - ., 0"), (64, ".long h - ., h - ."), (64, ".quad h, h"),
    (32, ".long h, h"),
  ])
  func faultsAreExpected(bits: Int, entry: String) throws {
    let code = bits == 64 ? Self.code : Self.code.replacing("swapgs", with: "sti")
    let scan = try scan("\(code)\n.section __ex_table, \"a\"\n\(entry)", bits: bits)
    #expect(reaches(scan)["rdmsr"] == "guarded")
    #expect(reaches(scan)["cli"] == "plain")
    #expect(scan.sites.first { $0.kind == .rdmsr }?.severity == .note)
  }

  /// What pv_ops holds is for the bare machine; a call through it is patched.
  @Test func functionsOfPvOps() throws {
    let scan = try scan(
      """
      .globl f
      f: call *pv_ops(%rip)
      ret
      native_cli: cli
      ret
      other: hlt
      .data
      .globl pv_ops
      .type pv_ops, @object
      .size pv_ops, 8
      pv_ops: .quad native_cli
      .section .parainstructions, "a"
      .quad f; .byte 0, 6; .balign 8
      """)
    #expect(scan.cleared[.native] == 1)
    #expect(reaches(scan) == ["hlt": "undecided"])
  }
}

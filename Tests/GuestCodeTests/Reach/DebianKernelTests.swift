// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestCode
import GuestImage
import HypervisorABI
import Testing

/// Debian's kernels boot as PV guests: what they have for the bare machine is no error.
@Suite struct DebianKernelTests {
  private func scan(_ path: String) throws -> CodeScan {
    try CodeScan(GuestImage.open(path: path), release: .standard)
  }

  @Test func hasNoErrorAndNoWarning() throws {
    let scan = try scan(DebianImages.linux())
    #expect(scan.isParavirtual)
    #expect(scan.count(.error) == 0)
    #expect(scan.count(.warning) == 0)
    #expect(scan.count(.note) > 1000)
    #expect(scan.cleared[.native] ?? 0 > 500)
    let tally = try #require(scan.tallies.first { $0.name == ".text" }).tally
    #expect(tally.instructions > 6_000_000)
    #expect(tally.undecoded < tally.bytes / 10000)
  }

  @Test func cloudKernelHasNoErrorAndNoWarning() throws {
    let scan = try scan(DebianImages.linuxCloud())
    #expect(scan.isParavirtual)
    #expect(scan.count(.error) + scan.count(.warning) == 0)
  }

  /// Calls of Xen go through a static call there, or through functions; nearly all have a number.
  @Test func callsOfXenAreRight() throws {
    let calls = try scan(DebianImages.linux()).hypercalls
    #expect(calls.count > 100)
    #expect(calls.allSatisfy { $0.problems.isEmpty }, "\(calls.flatMap(\.problems))")
    #expect(calls.count { $0.number != nil } > calls.count * 9 / 10)
  }

  /// Functions of pv_ops are told from the rest by name and table: kallsyms, no symbol table.
  @Test func namesComeFromKallsyms() throws {
    let scan = try scan(DebianImages.linux())
    #expect(scan.names == "kallsyms")
    let functions = Set(scan.sites.compactMap { scan.symbol(of: $0)?.name })
    #expect(functions.contains("secondary_startup_64_no_verify"))
    #expect(functions.contains("machine_kexec"))
    #expect(!functions.contains("native_load_idt"))
    #expect(!functions.contains("pv_native_irq_disable"))
  }

  /// Xen's own shim runs in an HVM container: nothing is wrong there. As a PV guest it would be full of
  /// errors.
  @Test func xenShimIsNoPVGuest() throws {
    let image = try GuestImage.open(path: DebianImages.xenShim())
    let own = try CodeScan(image, release: .standard)
    #expect(own.setting == .container)
    #expect(own.sites.isEmpty)
    let scan = try CodeScan(image, release: .standard, as: .pv)
    #expect(!scan.isParavirtual)
    let kinds = Set(scan.sites.filter { $0.severity == .error }.map(\.kind.name))
    #expect(kinds.isSuperset(of: ["lgdt", "lidt", "ltr", "iret", "cli", "sti", "invlpg"]))
  }
}

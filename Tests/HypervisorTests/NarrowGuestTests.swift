// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Commands
import GuestImage
import Hypervisor
import HypervisorABI
import Loaders
import Testing

/// Guests of 32 bits, with PAE and without. Their answers are those of Debian's PV shim
/// (GuestTests); guests without PAE have the same, on the releases that ran them.
@Suite struct NarrowGuestTests {
  /// Runs a generated guest of a kind, for the release on which it runs, to its last line.
  private func check(_ kind: String, _ name: String, _ role: DomainRole) throws {
    let release = try #require(XenRelease(name))
    let run = try BuiltGuest.run(BuiltGuest.built(for: release, kind)) {
      $0.release = release
      $0.role = role
    }
    #expect(run.outcome == .shutdown(reason: "poweroff"), "\(run.console)")
    let lines = run.console.split(separator: "\n")
    #expect(!lines.contains { $0.hasPrefix("not ok") }, "\(run.console)")
    let count = lines.count { $0.hasPrefix("ok ") }
    #expect(count > 20 && lines.contains("1..\(count)"), "\(run.console)")
  }

  @Test(
    arguments: ["3.0.0", "3.0.2", "3.0.4", "3.1", "3.4", "4.1", "4.6", "4.13", "4.17", "4.22"],
    [DomainRole.dom0, .domU])
  func aGuestWithPAERuns(release: String, role: DomainRole) throws {
    try check(BuiltGuest.i386, release, role)
  }

  @Test(
    arguments: ["2.0", "3.0.0", "3.0.2", "3.0.3", "3.0.4", "3.1", "3.2"],
    [DomainRole.dom0, .domU])
  func aGuestWithoutPAERuns(release: String, role: DomainRole) throws {
    try check(BuiltGuest.i386 + " --no-pae", release, role)
  }

  /// It makes wrong hypercalls on purpose, in functions of their own. Nothing else is found.
  @Test func nothingIsFoundBeyondItsProbes() throws {
    let run = try BuiltGuest.run(BuiltGuest.narrow.get()) {
      $0.suppressed = ["call_*", "one_multicall"]
      $0.isStrict = true
    }
    #expect(run.findings.filter { $0.severity == .error } == [])
    let left = Set(run.findings.compactMap { $0.symbol?.prefix { $0 != "+" } }.map(String.init))
    #expect(left.isSubset(of: ["is_on_shim", "test_memory_map", "test_numbers"]), "\(left)")
  }

  /// The kernel may use iret itself to reach a program, and Xen's addresses are not the program's.
  @Test func aKernelGoesToRing3ByItself() throws {
    let run = try BuiltGuest.run(BuiltGuest.rings.get())
    #expect(run.console.contains("fault of ring 3: error 4, at 2, cr2 f5800000"), "\(run.console)")
    #expect(run.outcome == .shutdown(reason: "poweroff"))
  }

  /// Without PAE there are no frames from 4 GiB on.
  @Test func moreMemoryThanItsFramesIsRefused() throws {
    let error = #expect(throws: RunError.self) {
      try BuiltGuest.run(BuiltGuest.narrow.get()) { $0.memory = 4096 }
    }
    #expect(error?.description.contains("has at most") == true, "\(error!)")
  }
}

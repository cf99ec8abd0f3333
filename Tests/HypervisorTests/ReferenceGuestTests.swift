// SPDX-License-Identifier: Apache-2.0 OR GPL-2.0-only

import Hypervisor
import HypervisorABI
import Loaders
import Testing

/// The generated guest checks its answers against the rows of `Generators/Guest/Calls`, which are
/// those of a real Xen (GuestTests, HypervisorLabTests).
@Suite struct ReferenceGuestTests {
  @Test(arguments: [DomainRole.dom0, .domU])
  func everyAnswerIsTheRealOnes(role: DomainRole) throws {
    let run = try BuiltGuest.run(BuiltGuest.reference.get()) { $0.role = role }
    #expect(run.outcome == .shutdown(reason: "poweroff"))
    let lines = run.console.split(separator: "\n")
    #expect(lines.contains("1..71"))
    #expect(lines.count { $0.hasPrefix("ok ") } == 71)
    #expect(!lines.contains { $0.hasPrefix("not ok") }, "\(run.console)")
  }

  /// A guest for an older release runs on that release, and powers off.
  @Test(arguments: ["3.0.0", "3.0.2", "3.0.4", "3.1", "3.4", "4.1", "4.6", "4.13", "4.22"])
  func aGuestOfEachEraRuns(name: String) throws {
    let release = try #require(XenRelease(name))
    let run = try BuiltGuest.run(BuiltGuest.built(for: release)) { $0.release = release }
    #expect(run.outcome == .shutdown(reason: "poweroff"), "\(run.console)")
    #expect(run.console.contains("xen_version \(release.major).\(release.minor)"))
  }

  /// The guest makes wrong hypercalls on purpose, in functions of their own. Nothing else is found.
  @Test func nothingIsFoundBeyondItsProbes() throws {
    let run = try BuiltGuest.run(BuiltGuest.reference.get()) {
      $0.suppressed = ["call_*", "one_multicall"]
    }
    #expect(run.findings.filter { $0.severity == .error } == [])
    let left = Set(run.findings.compactMap { $0.symbol?.prefix { $0 != "+" } }.map(String.init))
    // To find out whether it runs on the PV shim, it makes a call that fails. It also asks for a
    // memory map that is not set.
    #expect(left.isSubset(of: ["is_on_shim", "test_memory_map", "test_numbers"]), "\(left)")
  }

  @Test func theSameRunTakesTheSameTime() throws {
    let one = try BuiltGuest.run(BuiltGuest.reference.get())
    let other = try BuiltGuest.run(BuiltGuest.reference.get())
    #expect(one.elapsed == other.elapsed && one.console == other.console)
  }
}

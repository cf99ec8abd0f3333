// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import TestGuests
import Testing

/// The model's word on an initial domain, and what Debian's hypervisor then does with it.
@Suite(.serialized) struct XenDom0OnHypervisorTests {
  /// What the hypervisor says once the initial domain is built, and when it gives up.
  private static let built = "Scrubbing Free RAM"
  private static let gaveUp = "Manual reset required"

  @Test(arguments: Dom0Mutants.all) func pv(_ mutant: Dom0Mutant) throws {
    try check(mutant, .pv)
  }

  @Test(arguments: Dom0Mutants.pvh) func pvh(_ mutant: Dom0Mutant) throws {
    try check(mutant, .pvh)
  }

  private func check(_ mutant: Dom0Mutant, _ mode: GuestMode) throws {
    let image = GuestImage(name: mutant.name, file: Bytes(mutant.bytes))
    let verdict = XenDom0.verdict(on: image, mode: mode, target: Target())
    #expect(verdict.accepts == (mutant.outcome != .refused), "\(verdict.reason ?? "")")

    let ends = mutant.outcome == .runs ? [TestGuest.marker] : [Self.built]
    let console = try HypervisorRun(
      kernel: mutant.bytes, mode: mode, until: ends + [Self.gaveUp]
    ).console
    #expect(console.contains(Self.built) == verdict.accepts, "\(console.suffix(1500))")
    #expect(
      console.contains(TestGuest.marker) == (mutant.outcome == .runs), "\(console.suffix(1500))")
    if let words = verdict.reason?.split(separator: " (").first, !words.hasPrefix("(") {
      #expect(console.contains(words), "\(console.suffix(1500))")
    }
  }

  @Test func thereAreEnough() { #expect((15...40).contains(Dom0Mutants.all.count)) }
}

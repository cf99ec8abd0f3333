// SPDX-License-Identifier: Apache-2.0

import Base
import Commands
import Generators
import GuestImage
import HypervisorABI
import HypervisorLab
import Loaders
import TestGuests
import Testing

/// The model's word on an initial domain, and what Debian's hypervisor then does with it.
@Suite(.serialized) struct XenDom0OnHypervisorTests {
  /// What the hypervisor says once the initial domain is built.
  private static let built = "Scrubbing Free RAM"

  @Test(arguments: Dom0Mutants.all) func pv(_ mutant: Dom0Mutant) throws {
    try check(mutant, .pv)
  }

  @Test(arguments: Dom0Mutants.pvh) func pvh(_ mutant: Dom0Mutant) throws {
    try check(mutant, .pvh)
  }

  private func check(_ mutant: Dom0Mutant, _ mode: GuestMode) throws {
    let image = GuestImage(name: mutant.name, file: Bytes(mutant.bytes))
    let verdict = XenDom0.verdict(
      on: image, mode: mode == .pv ? .pv : .pvh, target: Target())
    #expect(verdict.accepts == (mutant.outcome != .refused), "\(verdict.reason ?? "")")

    let result = try boot(mutant, mode)
    let log = result.hypervisorLog
    #expect(log.contains { $0.hasPrefix(Self.built) } == verdict.accepts, "\(log.suffix(20))")
    #expect((result.outcome == .refused) == !verdict.accepts, "\(result.words)")
    #expect(result.guestConsole.contains(TestGuest.marker) == (mutant.outcome == .runs))
    if let words = verdict.reason?.split(separator: " (").first, !words.hasPrefix("(") {
      #expect(log.contains { $0.contains(words) }, "\(log.suffix(20))")
    }
  }

  private func boot(_ mutant: Dom0Mutant, _ mode: GuestMode) throws -> BootResult {
    try Places.withScratchFolder { folder in
      let path = folder + "/kernel"
      try Output.write(mutant.bytes, to: path)
      return try Lab.bootDom0(image: path, mode: mode)
    }
  }

  @Test func thereAreEnough() { #expect((15...40).contains(Dom0Mutants.all.count)) }
}

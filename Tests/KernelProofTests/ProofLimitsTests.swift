// SPDX-License-Identifier: Apache-2.0

import HypervisorABI
import HypervisorLab
import Testing

@testable import KernelProof
@testable import PatchEngine

/// Which steps a release's proof has, and in which role devices are tried.
@Suite struct ProofLimitsTests {
  private static let reason = "Debian's Xen runs no 32-bit PV guests"

  /// - Parameter lines: what the release's file says of i386, besides its era.
  private func limits(_ lines: String...) throws -> ProofLimits {
    let text = (["Architecture i386: port"] + lines).map { $0 + "\n" }.joined()
    let known = try KnownRelease(Array(text.utf8), release: "2.6.18", file: "releases/2.6.18")
    return ProofLimits(known, .i386)
  }

  private func steps(_ limits: ProofLimits, _ roles: [BootRole] = BootRole.allCases) -> [ProofStep]
  {
    limits.possible(
      ProofStep.steps(roles, model: true, guest: limits.guest, drivers: true, smp: true))
  }

  @Test func devicesAreADomUs() throws {
    let limits = try limits()
    #expect(limits.guest == .domU)
    #expect(steps(limits) == ProofStep.allCases)
    #expect(!steps(limits, [.shim]).contains(.devices))
  }

  @Test func devicesAreTheShimsWhereNoOtherDomUIsPossible() throws {
    let limits = try limits("Without domU i386: \(Self.reason)")
    #expect(limits.guest == .shim)
    #expect(steps(limits) == ProofStep.allCases.filter { $0 != .domU })
    #expect(steps(limits, [.shim]).contains(.devices))
    #expect(!steps(limits, [.bare]).contains(.devices))
    #expect(limits.guest.mode == .shim)
  }

  @Test func devicesNeedAGuest() throws {
    let limits = try limits(
      "Without domU i386: \(Self.reason)", "Without shim i386: no Xen code at all")
    #expect(limits.guest == .domU)
    let possible = steps(limits)
    #expect(!possible.contains(.devices) && !possible.contains(.smp) && !possible.contains(.shim))
    let results = limits.complete([:], [.devices])
    #expect(results.map(\.stage) == ["devices"])
    #expect(results.map(\.detail) == [Self.reason])
  }

  @Test func aStageMayHaveAReasonOfItsOwn() throws {
    let limits = try limits(
      "Without domU i386: \(Self.reason)", "Without devices i386: no drivers")
    #expect(!steps(limits).contains(.devices))
    #expect(steps(limits).contains(.smp))
    #expect(limits.complete([:], [.devices]).map(\.detail) == ["no drivers"])
  }
}

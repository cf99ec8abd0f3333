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

/// The model's word on a guest of the PV shim, and what Debian's shim then does with it.
struct XenShimTests {
  /// Where the shim judges otherwise than the hypervisor's builder of an initial domain, and where
  /// it does not.
  static let mutants = [
    Dom0Mutant("32-bit PV, HV_START_LOW too high", .built, of: .pae) {
      $0.set(TestNote(.hvStartLow, 0xfff0_0000, size: 4))
    },
    Dom0Mutant("64-bit PV, SUPPORTED_FEATURES without dom0", .built) {
      $0.remove(.features)
      $0.set(TestNote(.supportedFeatures, 1, size: 4))
    },
    Dom0Mutant("requires supervisor_mode_kernel", .refused) {
      $0.set(TestNote(.features, "!supervisor_mode_kernel"))
    },
    Dom0Mutant("HYPERCALL_PAGE outside", .refused, of: .pae) {
      $0.set(TestNote(.hypercallPage, 0x1000, size: 4))
    },
  ]

  /// One dom0 creates all of them.
  private static let results = Result { try boot() }

  private static func boot() throws -> [Result<BootResult, LabError>] {
    try Places.withScratchFolder { folder in
      let requests = try mutants.enumerated().map { number, mutant in
        let path = "\(folder)/\(number)"
        try Output.write(mutant.bytes, to: path)
        return BootRequest(image: path, mode: .shim, timeout: 600, memory: 256)
      }
      return try Lab().bootDomUs(requests)
    }
  }

  @Test(arguments: zip(mutants.indices, mutants))
  func onTheShim(_ number: Int, _ mutant: Dom0Mutant) throws {
    let image = GuestImage(name: mutant.name, file: Bytes(mutant.bytes))
    let verdict = XenShim.verdict(on: image, mode: .shim, target: Target())
    #expect(verdict.accepts == (mutant.outcome != .refused), "\(verdict.reason ?? "")")

    let result = try Self.results.get()[number].get()
    let seen = result.guestConsole + result.hypervisorLog
    #expect((result.outcome == .refused) == !verdict.accepts, "\(seen.suffix(20))")
    #expect(seen.contains { $0.contains("Building a PV Dom") }, "\(seen.suffix(20))")
    if let words = verdict.reason {
      #expect(seen.contains { $0.contains(words) }, "\(seen.suffix(20))")
    }
  }

  /// What the toolstack hands over is unpacked first; the hypervisor's own builder gets it packed.
  @Test func aGzippedBzImageIsUnpackedTwice() throws {
    let packed = try Places.withScratchFolder { folder in
      let linux = try DebianImages.linuxCloud()
      #expect(try Command.run(["sh", "-c", "gzip -1 <\(linux) >\(folder)/packed"]).status == 0)
      return try GuestImage.open(path: folder + "/packed")
    }
    #expect(XenShim.verdict(on: packed, mode: .shim, target: Target()).accepts)
    #expect(!XenDom0.verdict(on: packed, mode: .pv, target: Target()).accepts)
  }

  @Test func thereIsNoneBefore411() {
    let image = GuestImage(name: "guest", file: Bytes(TestGuest.pae.build().bytes))
    for (release, accepts) in [(XenRelease(4, 10), false), (XenRelease(4, 11), true)] {
      let verdict = XenShim.verdict(on: image, mode: .shim, target: Target(xen: release))
      #expect(verdict.accepts == accepts)
    }
  }
}

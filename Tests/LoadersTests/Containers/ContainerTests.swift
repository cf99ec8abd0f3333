// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Loaders
import Testing

/// Wrappings: which loader gets at the kernel inside.
@Suite struct ContainerTests {
  @Test(arguments: ContainerMutant.all) func toolstack(_ mutant: ContainerMutant) throws {
    let comparison = try Comparison(Oracle(), mutant.bytes, .pv, pv32: false)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts == mutant.domU, "\(comparison.verdict.reason ?? "")")
  }

  @Test(arguments: ContainerMutant.all) func hypervisor(_ mutant: ContainerMutant) {
    let image = GuestImage(name: "test", file: Bytes(mutant.bytes))
    let verdict = XenDom0.verdict(on: image, mode: .pv, target: Target())
    #expect(verdict.accepts == mutant.dom0, "\(verdict.reason ?? "")")
  }

  @Test(arguments: GuestMode.kernels) func debiansKernelInAGzip(_ mode: GuestMode) throws {
    let bzImage = try GuestImage.open(path: DebianImages.linux()).file.array
    let comparison = try Comparison(Oracle(), Packer.pack(bzImage, .gzip), mode, pv32: false)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts)
  }

  @Test(arguments: [("4.14", false), ("4.15", true)]) func zstdCameWith4_15(
    _ release: String, _ accepts: Bool
  ) throws {
    let bytes = BzImage(payload: Packer.pack(ContainerMutant.elf, .zstd)).bytes
    let target = Target(xen: try #require(XenRelease(release)))
    let image = GuestImage(name: "test", file: Bytes(bytes))
    #expect(Libxenguest.verdict(on: image, mode: .pv, target: target).accepts == accepts)
    #expect(XenDom0.verdict(on: image, mode: .pv, target: target).accepts == accepts)
  }
}

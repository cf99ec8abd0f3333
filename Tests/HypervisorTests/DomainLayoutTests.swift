// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Loaders
import Testing

@testable import Hypervisor

/// The domain that `pvkit run` builds has the layout of the loader's model.
@Suite struct DomainLayoutTests {
  @Test(arguments: [DomainRole.domU, .dom0])
  func agreesWithTheLoader(_ role: DomainRole) throws {
    try check(BuiltGuest.reference.get(), .pv64, role, .standard)
  }

  @Test(arguments: [DomainRole.domU, .dom0])
  func agreesWithTheLoaderOf32Bits(_ role: DomainRole) throws {
    try check(BuiltGuest.narrow.get(), .pae, role, .standard)
  }

  /// The toolstack of the time; the hypervisor's builder is not modelled for guests without PAE.
  @Test func agreesWithTheLoaderWithoutPAE() throws {
    let release = try #require(XenRelease("3.2"))
    let kind = GeneratedGuest("--arch i386 --mode pv --no-pae", for: "3.2")
    try check(GuestImage.open(path: kind.image()), .twoLevels, .domU, release)
  }

  /// The memory sizes give frame lists of several lengths.
  private func check(
    _ image: GuestImage, _ type: GuestType, _ role: DomainRole, _ release: XenRelease
  ) throws {
    let loader: any Loader.Type = role == .domU ? Libxenguest.self : XenDom0.self
    let kernel = try #require(image.kernel)
    let parameters = XenLibelf.parse(kernel: kernel, hvm: false, release: release).parameters
    for memory in [64, 256, 512, 1024] as [UInt64] {
      let target = Target(xen: release, pv32: true, memory: memory)
      let built = loader.build(from: image, mode: .pv, target: target)
      let layout = try #require(built.layout)
      let played = DomainLayout(
        parameters, type, role: role, frames: memory << 8, initrdSize: 0)
      func pages(_ part: GuestLayout.Part) -> Range<UInt64>? {
        layout.regions.first { $0.part == part }.map {
          $0.physical.lowerBound >> 12..<$0.physical.upperBound >> 12
        }
      }
      #expect(pages(.p2m) == played.frameTable)
      #expect(pages(.startInfo)?.lowerBound == played.startInfo)
      #expect(pages(.store)?.lowerBound == played.store)
      #expect(pages(.console)?.lowerBound == played.console)
      #expect(pages(.pageTables)?.lowerBound == played.tables.lowerBound)
      #expect(pages(.pageTables)?.upperBound == pages(.stack)?.lowerBound)
      #expect(layout.mappedEnd == played.mappedPages << 12, "\(memory) MiB")
    }
  }
}

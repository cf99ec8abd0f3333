// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI
import Loaders
import Testing

@testable import Hypervisor

/// The domain that `pvkit run` builds has the layout of the loader's model.
@Suite struct DomainLayoutTests {
  /// The memory sizes give frame lists of several lengths.
  @Test(arguments: [DomainRole.domU, .dom0])
  func agreesWithTheLoader(_ role: DomainRole) throws {
    let image = try BuiltGuest.reference.get()
    let loader: any Loader.Type = role == .domU ? Libxenguest.self : XenDom0.self
    let kernel = try #require(image.kernel)
    let parameters = XenLibelf.parse(kernel: kernel, hvm: false).parameters
    for memory in [64, 256, 512, 1024] as [UInt64] {
      let built = loader.build(from: image, mode: .pv, target: Target(memory: memory))
      let layout = try #require(built.layout)
      let played = DomainLayout(
        parameters, role: role, frames: memory << 8, initrdSize: 0,
        hasFrameTable: parameters.p2mBase != nil)
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

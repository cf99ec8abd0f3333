// SPDX-License-Identifier: Apache-2.0

import Commands
import GuestImage
import HypervisorABI
import Loaders
import Testing

/// Real images from Debian's packages: the model says of each what the real library says.
@Suite struct DebianImageTests {
  /// An image, and what is known of it.
  struct Known: Sendable, CustomTestStringConvertible {
    let name: String
    let path: @Sendable () throws -> String
    /// The guest type as PV, with 32-bit PV offered; nil where it is refused.
    let pv: String?
    let pvh: Bool

    var testDescription: String { name }
  }

  static let all = [
    Known(name: "Linux", path: DebianImages.linux, pv: "xen-3.0-x86_64", pvh: true),
    Known(name: "Linux cloud", path: DebianImages.linuxCloud, pv: "xen-3.0-x86_64", pvh: true),
    Known(name: "xen-shim", path: DebianImages.xenShim, pv: nil, pvh: true),
    Known(name: "GRUB x86_64", path: DebianImages.grub64, pv: "xen-3.0-x86_64", pvh: false),
    Known(name: "GRUB i386", path: DebianImages.grub32, pv: "xen-3.0-x86_32p", pvh: false),
    Known(name: "GRUB PVH", path: DebianImages.grubPvh, pv: nil, pvh: true),
    Known(name: "GNU Mach", path: DebianImages.gnumach, pv: "xen-3.0-x86_64", pvh: false),
    Known(name: "hvmloader", path: DebianImages.hvmloader, pv: nil, pvh: false),
    Known(name: "the hypervisor, gzipped", path: DebianImages.xen, pv: nil, pvh: false),
  ]

  @Test(arguments: all) func pv(_ known: Known) throws {
    let bytes = try GuestImage.open(path: known.path()).file.array
    let comparison = try Comparison(Oracle(), bytes, .pv, pv32: true)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts == (known.pv != nil))
    if comparison.verdict.accepts { #expect(comparison.verdict.guestType?.rawValue == known.pv) }
  }

  @Test(arguments: all) func pvh(_ known: Known) throws {
    let bytes = try GuestImage.open(path: known.path()).file.array
    let comparison = try Comparison(Oracle(), bytes, .pvh, pv32: false)
    #expect(comparison.disagreement == nil)
    #expect(comparison.verdict.accepts == known.pvh)
  }

  @Test func notesOfGNUMachAreNotXens() throws {
    let image = try GuestImage.open(path: DebianImages.gnumach())
    let kernel = try #require(image.kernel)
    #expect(XenLibelf.parse(kernel: kernel, hvm: false).source == .legacy)
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The PV shim, a Xen of 64 bits with 32-bit PV that runs a PV guest inside an HVM container
/// (`type = "pvh"`, `pvshim = 1`; x86/pv/shim.c, x86/pv/dom0_build.c@4.17). To its builder the guest is
/// an initial domain, without what only one outside has to say or gets.
///
/// The few MiB that the shim takes of the domain for itself are left out.
public enum XenShim: Loader {
  public static let name = "xen-shim"
  public static let role = DomainRole.domU
  public static let modes: Set<GuestMode> = [.shim]

  public static func firstRelease(of mode: GuestMode) -> XenRelease? { .firstWithShim }

  public static func build(
    from image: GuestImage, mode: GuestMode, target: Target
  ) -> BuiltGuest {
    var build = Dom0Build(
      image: image, mode: .pv, target: Target(xen: target.xen, pv32: true, memory: target.memory),
      isShim: true)
    let first = XenRelease.firstWithShim
    let refusal = target.xen < first ? Refusal.notBuilt(before: first) : build.run()
    let verdict = Verdict(
      loader: name, xen: target.xen, mode: mode, role: role, guestType: build.guestType,
      refusal: refusal)
    return BuiltGuest(verdict: verdict, layout: build.layout)
  }

  /// What the toolstack hands over beside the shim: a gzip is unpacked, and left as it is when that
  /// fails (xg_dom_core.c@4.17, xc_dom_build_module).
  static func module(of image: GuestImage) -> KernelBlob {
    let file = KernelBlob(bytes: image.file)
    let unpacked = try? Gunzip.unpack(file, with: PayloadUnpacker(image: image))
    return unpacked.flatMap { $0 } ?? file
  }
}

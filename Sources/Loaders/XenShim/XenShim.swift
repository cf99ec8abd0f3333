// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The PV shim, a 64-bit Xen with support for 32-bit PV that runs a PV guest in an HVM container
/// (`type = "pvh"`, `pvshim = 1`; x86/pv/shim.c, x86/pv/dom0_build.c@4.17). Its builder treats the
/// guest as an initial domain, without the checks and data that only the host's initial domain has.
///
/// The few MiB of the domain's memory that the shim itself uses are not modelled.
public enum XenShim: Loader {
  public static let name = "xen-shim"
  public static let role = DomainRole.domU
  public static let modes: Set<GuestMode> = [.shim]

  public static func firstRelease(of mode: GuestMode) -> XenRelease? { .firstWithShim }

  public static func build(
    from image: GuestImage, mode: GuestMode, target: Target
  ) -> BuiltGuest {
    result(of: mode, target) { target in
      Dom0Build(
        image: image, mode: .pv,
        target: Target(xen: target.xen, pv32: true, memory: target.memory), isShim: true)
    }
  }

  /// The module that the toolstack passes to the shim: a gzip file is unpacked, or left unchanged
  /// if that fails (xg_dom_core.c@4.17, xc_dom_build_module).
  static func module(of image: GuestImage) -> KernelBlob {
    let file = KernelBlob(bytes: image.file)
    let unpacked = try? Gunzip.unpack(file, with: PayloadUnpacker(image: image))
    return unpacked.flatMap { $0 } ?? file
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The hypervisor's builder of the initial domain (x86/setup.c, x86/pv/dom0_build.c,
/// x86/hvm/dom0_build.c @4.17), on a machine with `Target.memory` and what PVH needs (hardware
/// virtualization and an IOMMU), without an initial ramdisk.
///
/// The message of the final panic ("Could not construct domain 0") is left out, because the message
/// before it has the reason.
public enum XenDom0: Loader {
  public static let name = "xen-dom0"
  public static let role = DomainRole.dom0
  /// No hypervisor builds an HVM dom0.
  public static let modes: Set<GuestMode> = [.pv, .pvh]

  public static func firstRelease(of mode: GuestMode) -> XenRelease? {
    mode == .pvh ? XenRelease(4, 10) : nil
  }

  public static func build(
    from image: GuestImage, mode: GuestMode, target: Target
  ) -> BuiltGuest {
    result(of: mode, target) { Dom0Build(image: image, mode: mode, target: $0) }
  }
}

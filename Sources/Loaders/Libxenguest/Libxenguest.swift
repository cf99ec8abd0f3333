// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The toolstack's loader (tools/libs/guest@4.17, tools/libxc before 4.14), as Debian builds it,
/// for a domain with `Target.memory` and without an initial ramdisk.
///
/// It accepts an image when the library has set the vCPU's registers; for 3.0.x, when the guest is
/// laid out. The hypervisor's own checks of the registers (canonical addresses) and of the page
/// tables are not modelled.
public enum Libxenguest: Loader {
  public static let name = "libxenguest"
  public static let role = DomainRole.domU

  public static func firstRelease(of mode: GuestMode) -> XenRelease? {
    mode == .pv ? nil : XenRelease(4, 7)
  }

  public static func build(
    from image: GuestImage, mode: GuestMode, target: Target
  ) -> BuiltGuest {
    result(of: mode, target) { DomainBuild(image: image, mode: mode, target: $0) }
  }
}

// SPDX-License-Identifier: Apache-2.0

import GuestImage

/// The toolstack's loader (tools/libs/guest@4.17), as Debian builds it, for a domain of
/// `Loaders.domainMemory` without an initial ramdisk.
///
/// It accepts when the library has handed over the vCPU's registers. What the hypervisor checks
/// in those (canonical addresses) and in the page tables is not modelled.
public enum Libxenguest: Loader {
  public static let name = "libxenguest"
  public static let role = DomainRole.domU

  public static func verdict(
    on image: GuestImage, mode: GuestMode, target: Target
  ) -> Verdict {
    var build = DomainBuild(image: image, mode: mode, target: target)
    let refusal = build.run()
    return Verdict(
      loader: name, xen: target.xen, mode: mode, role: role, accepts: refusal == nil,
      guestType: build.guestType, reason: refusal?.reason)
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The guest types that the hypervisor supports (XENVER_capabilities), on a machine with hardware
/// virtualization. For releases with a separate build for each type of PV guest, the types of all
/// builds.
struct GuestCapabilities {
  let names: [String]

  init(_ target: Target) {
    names =
      ["xen-3.0-x86_64"] + (target.offersPV32 ? ["xen-3.0-x86_32p"] : [])
      + (target.xen.canBeWithoutPAE ? ["xen-3.0-x86_32"] : [])
      + ["hvm-3.0-x86_32", "hvm-3.0-x86_32p", "hvm-3.0-x86_64"]
  }

  /// Refuses a guest type that the hypervisor does not support (xg_dom_boot.c@4.17,
  /// xc_dom_compat_check).
  func check(_ type: String) throws(Refusal) {
    if names.contains(type) { return }
    throw Refusal(
      "xc_dom_compat_check: guest type \(type) not supported by xen kernel, sorry")
  }
}

extension Target {
  /// Whether the hypervisor supports 32-bit PV guests; always before 4.14, which introduced
  /// CONFIG_PV32.
  public var offersPV32: Bool { pv32 || xen < XenRelease(4, 14) }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The guest types that the hypervisor supports (XENVER_capabilities), on a machine with hardware
/// virtualization. For releases with a separate build for each type of PV guest, the types of all
/// builds.
struct GuestCapabilities {
  let names: [GuestTypeName]

  init(_ target: Target) {
    var names: [GuestTypeName] = [.pv64, .hvm32, .hvm32PAE, .hvm64]
    if target.offersPV32 { names.append(.pv32PAE) }
    if target.xen.canBeWithoutPAE { names.append(.pv32) }
    self.names = names
  }

  /// Refuses a guest type that the hypervisor does not support (xg_dom_boot.c@4.17,
  /// xc_dom_compat_check).
  func check(_ type: GuestTypeName) throws(Refusal) {
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

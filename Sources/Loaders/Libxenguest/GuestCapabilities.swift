// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The kinds of guest that the hypervisor says it runs (XENVER_capabilities), on a machine with
/// hardware virtualization. Of the days when there was a build for each kind of PV guest, those of
/// all builds.
struct GuestCapabilities {
  let names: [String]

  init(_ target: Target) {
    names =
      ["xen-3.0-x86_64"] + (target.offersPV32 ? ["xen-3.0-x86_32p"] : [])
      + (target.xen.canBeWithoutPAE ? ["xen-3.0-x86_32"] : [])
      + ["hvm-3.0-x86_32", "hvm-3.0-x86_32p", "hvm-3.0-x86_64"]
  }

  /// xg_dom_boot.c@4.17, xc_dom_compat_check.
  func check(_ type: String) throws(Refusal) {
    if names.contains(type) { return }
    throw Refusal(
      "xc_dom_compat_check: guest type \(type) not supported by xen kernel, sorry")
  }
}

extension Target {
  /// Whether 32-bit PV guests run: always before 4.14, where the choice (CONFIG_PV32) came in.
  public var offersPV32: Bool { pv32 || xen < XenRelease(4, 14) }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What a release of Xen reports about itself.
struct Capabilities {
  let interface: Interface
  private var release: XenRelease { interface.release }
  private var guest: GuestType { interface.guest }

  /// The value of XENVER_version.
  var version: UInt64 { UInt64(release.major << 16 | release.minor) }

  /// The rest of the version, such as `.0`.
  var extra: String { ".\(release.patch)" }

  /// The value of XENVER_capabilities on a machine without hardware virtualization
  /// (arch_get_xen_caps, xen/arch/x86/setup.c@4.17); without the last space before 3.1.
  var list: String {
    let own = interface.hypervisorType
    let types = (own == guest ? [own] : [own, guest]).map { $0.name.rawValue + " " }.joined()
    return release < XenRelease(3, 1) ? String(types.dropLast()) : types
  }

  /// The magic string of start_info (x86/pv/dom0_build.c@4.17; the same before 3.1 and since 3.2).
  var magic: String { guest.name.rawValue }

  /// The features offered to a PV domain, as bits of submap 0 (XENVER_get_features,
  /// xen/common/kernel.c@4.17).
  func features(isPrivileged: Bool, hasPaeAssist: Bool) -> UInt64 {
    var names: Set = [
      "mmu_pt_update_preserve_ad", "highmem_assist", "gnttab_map_avail_bits",
      "memory_op_vnode_supported", "direct_mapped",
    ]
    if isPrivileged { names.insert("dom0") }
    if hasPaeAssist { names.insert("pae_pgdir_above_4gb") }
    return XenFeature.all.reduce(0) { bits, feature in
      names.contains(feature.name) && feature.since <= release ? bits | 1 << feature.bit : bits
    }
  }
}

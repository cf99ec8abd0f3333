// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What a release of Xen says of itself.
struct Capabilities {
  let release: XenRelease

  /// XENVER_version.
  var version: UInt64 { UInt64(release.major << 16 | release.minor) }

  /// The rest of the version: `.0`, with the stable release where there is one.
  var extra: String { ".\(release.patch)" }

  /// XENVER_capabilities of a machine without hardware virtualization (arch_get_xen_caps,
  /// xen/arch/x86/setup.c@4.17).
  var list: String { "xen-\(line)-x86_64 " }

  /// The line of the interface, which is not the release's own number.
  private var line: String { "3.0" }

  /// What start_info begins with (x86/pv/dom0_build.c@4.17; before 3.1 and since 3.2 alike).
  var magic: String { "xen-\(line)-x86_64" }

  /// The features that a PV domain is offered (xen/common/kernel.c@4.17, XENVER_get_features), by
  /// their names in the model.
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

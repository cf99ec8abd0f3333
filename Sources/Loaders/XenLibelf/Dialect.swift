// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What differs between the builds of libelf: the hypervisor's and the toolstack's, and what the
/// releases changed.
///
/// Read in libelf-dominfo.c of stable-4.7 to stable-4.22; what is not listed has not changed there.
public struct Dialect: Sendable {
  /// Whose build it is.
  public enum Host: Sendable { case toolstack, hypervisor }

  /// Who parses.
  public let host: Host
  /// The release of Xen that the build is from.
  public let release: XenRelease

  public init(host: Host, release: XenRelease) {
    self.host = host
    self.release = release
  }

  /// PHYS32_ENTRY alone makes an image acceptable, and the words mention it.
  var knowsPVH: Bool { release >= XenRelease(4, 10) }

  /// PV and PVH are told apart: before, PHYS32_ENTRY let a PV image pass as well, and a PVH
  /// image's VIRT_BASE, PADDR_OFFSET and ENTRY counted.
  var separatesPVH: Bool { release >= XenRelease(4, 16) }

  /// PADDR_OFFSET without VIRT_BASE no longer matters to PVH.
  var ignoresPaddrOffsetForPVH: Bool { release >= XenRelease(4, 18) }

  /// PHYS32_RELOC is read.
  var knowsRelocation: Bool { release >= XenRelease(4, 19) }

  /// Where the loader's copy of the image lies. Only sums that wrap can tell: the toolstack's in
  /// a mapping of its own, the hypervisor's at BOOTSTRAP_MAP_BASE (x86/setup.c@4.17).
  var imageBase: UInt64 { host == .toolstack ? 0x7f00_0000_0000 : 0x10_0000 }
}

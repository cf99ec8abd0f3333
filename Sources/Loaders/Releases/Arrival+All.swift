// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// Changes that stable updates brought to older branches too. What only the main line got is a
/// comparison of releases in `Dialect` and `Toolstack`.
extension Arrival {
  /// libelf and the toolstack check every access and pointer (XSA-55).
  static let boundsChecks = Arrival(
    XenRelease(4, 3), backports: XenRelease(4, 2, 3), XenRelease(4, 1, 6))
  /// The toolstack refuses files over 1 GiB (XSA-25).
  static let fileLimit = Arrival(
    XenRelease(4, 3), backports: XenRelease(4, 2, 1), XenRelease(4, 1, 4))
  /// It checks that a bzImage's payload lies in the file (XSA-23).
  static let payloadChecks = Arrival(
    XenRelease(4, 2), backports: XenRelease(4, 1, 1), XenRelease(4, 0, 2))
  /// Toolstack and hypervisor unpack xz.
  static let xz = Arrival(XenRelease(4, 2), backports: XenRelease(4, 1, 5))
  /// LZ4 is checked for underruns, and short matches are taken for some.
  static let shortMatchFault = Arrival(XenRelease(4, 5), backports: XenRelease(4, 4, 1))
  /// The hypervisor's LZ4 takes no match near the end of a block.
  static let matchBounds = Arrival(
    XenRelease(4, 6), backports: XenRelease(4, 5, 1), XenRelease(4, 4, 3))
  /// Short matches are taken, and those near the end where nothing is copied beyond it.
  static let shortMatchFix = Arrival(
    XenRelease(4, 13), backports: XenRelease(4, 12, 2), XenRelease(4, 11, 4))
  /// The room for symbols begins behind the kernel's physical end, not the virtual one.
  static let physicalSymbols = Arrival(
    XenRelease(4, 6), backports: XenRelease(4, 5, 1), XenRelease(4, 4, 3))
  /// Searches pass over section 0.
  static let voidSection = Arrival(
    XenRelease(4, 9), backports: XenRelease(4, 8, 1), XenRelease(4, 7, 2), XenRelease(4, 6, 5))
  /// PHYS32_ENTRY alone makes an image acceptable.
  static let entryAlone = Arrival(XenRelease(4, 11), backports: XenRelease(4, 10, 1))

  /// The toolstack grants liblzma 256 MiB, where it granted 128 MiB: with a dictionary of that size, as
  /// Linux packs with from 6.12 on (scripts/xz_wrap.sh), it needs more. No 4.17.x has it; Debian's
  /// 4.17.7+13 does.
  static let largeDictionaries = Arrival(
    XenRelease(4, 20), backports: XenRelease(4, 19, 2), XenRelease(4, 18, 5))

  /// Every one.
  static let all = [
    boundsChecks, fileLimit, payloadChecks, xz, shortMatchFault, matchBounds, shortMatchFix,
    physicalSymbols, voidSection, entryAlone, largeDictionaries,
  ]
}

extension XenRelease {
  /// The stable updates of its branch, later than itself, that changed what a loader takes; oldest
  /// first. None for most.
  var loaderUpdates: [XenRelease] {
    let updates = Set(Arrival.all.flatMap(\.backports))
    return updates.filter { ($0.major, $0.minor) == (major, minor) && $0 > self }.sorted()
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The changes that stable updates also brought to older branches. A change in the main line only
/// is a comparison of releases in `Dialect` and `Toolstack`.
extension LoaderChange {
  /// libelf and the toolstack check every access and pointer (XSA-55).
  static let boundsChecks = LoaderChange(
    XenRelease(4, 3), backports: XenRelease(4, 2, 3), XenRelease(4, 1, 6))
  /// The toolstack refuses files larger than 1 GiB (XSA-25).
  static let fileLimit = LoaderChange(
    XenRelease(4, 3), backports: XenRelease(4, 2, 1), XenRelease(4, 1, 4))
  /// The toolstack checks that a bzImage's payload is within the file (XSA-23).
  static let payloadChecks = LoaderChange(
    XenRelease(4, 2), backports: XenRelease(4, 1, 1), XenRelease(4, 0, 2))
  /// Toolstack and hypervisor unpack xz.
  static let xz = LoaderChange(XenRelease(4, 2), backports: XenRelease(4, 1, 5))
  /// LZ4 is checked for underruns, by a check that also refuses short matches.
  static let shortMatchFault = LoaderChange(XenRelease(4, 5), backports: XenRelease(4, 4, 1))
  /// The hypervisor's LZ4 decoder refuses matches near the end of a block.
  static let matchBounds = LoaderChange(
    XenRelease(4, 6), backports: XenRelease(4, 5, 1), XenRelease(4, 4, 3))
  /// Short matches are accepted, and matches near the end if no copy goes beyond it.
  static let shortMatchFix = LoaderChange(
    XenRelease(4, 13), backports: XenRelease(4, 12, 2), XenRelease(4, 11, 4))
  /// The space for symbols starts after the kernel's physical end instead of the virtual one.
  static let physicalSymbols = LoaderChange(
    XenRelease(4, 6), backports: XenRelease(4, 5, 1), XenRelease(4, 4, 3))
  /// Searches skip section 0.
  static let voidSection = LoaderChange(
    XenRelease(4, 9), backports: XenRelease(4, 8, 1), XenRelease(4, 7, 2), XenRelease(4, 6, 5))
  /// PHYS32_ENTRY alone makes an image acceptable.
  static let entryAlone = LoaderChange(XenRelease(4, 11), backports: XenRelease(4, 10, 1))

  /// The toolstack allows liblzma 256 MiB instead of 128 MiB. A stream with a dictionary of 128
  /// MiB, which Linux uses since 6.12 (scripts/xz_wrap.sh), needs more than 128 MiB. No 4.17.x has
  /// the change; Debian's 4.17.7+13 does.
  static let largeDictionaries = LoaderChange(
    XenRelease(4, 20), backports: XenRelease(4, 19, 2), XenRelease(4, 18, 5))

  /// All changes.
  static let all = [
    boundsChecks, fileLimit, payloadChecks, xz, shortMatchFault, matchBounds, shortMatchFix,
    physicalSymbols, voidSection, entryAlone, largeDictionaries,
  ]
}

extension XenRelease {
  /// The later stable updates of the release's branch that changed what a loader accepts, oldest
  /// first. Empty for most releases.
  var loaderUpdates: [XenRelease] {
    let updates = Set(LoaderChange.all.flatMap(\.backports))
    return updates.filter { ($0.major, $0.minor) == (major, minor) && $0 > self }.sorted()
  }
}

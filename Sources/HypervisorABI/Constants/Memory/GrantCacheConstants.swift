// SPDX-License-Identifier: Apache-2.0

/// Flags of GNTTABOP_cache_flush. Source: public/grant_table.h, 4.5 to 4.22.
extension ConstantGroup {
  /// Flags of GNTTABOP_cache_flush.
  public static let grantCacheFlags = ConstantGroup(
    "flags of GNTTABOP_cache_flush", "grant_table.h",
    [
      Constant("GNTTAB_CACHE_CLEAN", hex: 0x1, since: .v4_5),
      Constant("GNTTAB_CACHE_INVAL", hex: 0x2, since: .v4_5),
      Constant("GNTTAB_CACHE_SOURCE_GREF", -2_147_483_648, since: .v4_5, until: .v4_10),
      Constant("GNTTAB_CACHE_SOURCE_GREF", hex: 0x8000_0000, since: .v4_10),
    ])
}

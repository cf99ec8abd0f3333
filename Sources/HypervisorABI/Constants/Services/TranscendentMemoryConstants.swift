// SPDX-License-Identifier: Apache-2.0

/// Commands and flags of tmem_op. Source: public/tmem.h, 4.0 to 4.18.
extension ConstantGroup {
  /// Commands of tmem_op.
  public static let tmemOp = ConstantGroup(
    "commands of tmem_op", "tmem.h",
    [
      Constant("TMEM_NEW_POOL", 1, since: .v4_0, until: .v4_19),
      Constant("TMEM_DESTROY_POOL", 2, since: .v4_0, until: .v4_19),
      Constant("TMEM_PUT_PAGE", 4, since: .v4_0, until: .v4_19),
      Constant("TMEM_GET_PAGE", 5, since: .v4_0, until: .v4_19),
      Constant("TMEM_FLUSH_PAGE", 6, since: .v4_0, until: .v4_19),
      Constant("TMEM_FLUSH_OBJECT", 7, since: .v4_0, until: .v4_19),
      Constant("TMEM_AUTH", 101, since: .v4_0, until: .v4_19),
      Constant("TMEM_RESTORE_NEW", 102, since: .v4_0, until: .v4_19),
      Constant("TMEM_CONTROL", 0, since: .v4_0, until: .v4_6),
      Constant("TMEM_NEW_PAGE", 3, since: .v4_0, until: .v4_4),
      Constant("TMEM_READ", 8, since: .v4_0, until: .v4_4),
      Constant("TMEM_WRITE", 9, since: .v4_0, until: .v4_4),
      Constant("TMEM_XCHG", 10, since: .v4_0, until: .v4_4),
    ])

  /// Commands of TMEM_CONTROL.
  public static let tmemControl = ConstantGroup(
    "commands of TMEM_CONTROL", "tmem.h",
    [
      Constant("TMEMC_THAW", 0, since: .v4_0, until: .v4_6),
      Constant("TMEMC_FREEZE", 1, since: .v4_0, until: .v4_6),
      Constant("TMEMC_FLUSH", 2, since: .v4_0, until: .v4_6),
      Constant("TMEMC_DESTROY", 3, since: .v4_0, until: .v4_6),
      Constant("TMEMC_LIST", 4, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SET_WEIGHT", 5, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SET_CAP", 6, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SET_COMPRESS", 7, since: .v4_0, until: .v4_6),
      Constant("TMEMC_QUERY_FREEABLE_MB", 8, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_BEGIN", 10, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_VERSION", 11, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_MAXPOOLS", 12, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_CLIENT_WEIGHT", 13, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_CLIENT_CAP", 14, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_CLIENT_FLAGS", 15, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_POOL_FLAGS", 16, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_POOL_NPAGES", 17, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_POOL_UUID", 18, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_NEXT_PAGE", 19, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_GET_NEXT_INV", 20, since: .v4_0, until: .v4_6),
      Constant("TMEMC_SAVE_END", 21, since: .v4_0, until: .v4_6),
      Constant("TMEMC_RESTORE_BEGIN", 30, since: .v4_0, until: .v4_6),
      Constant("TMEMC_RESTORE_PUT_PAGE", 32, since: .v4_0, until: .v4_6),
      Constant("TMEMC_RESTORE_FLUSH_PAGE", 33, since: .v4_0, until: .v4_6),
    ])

  /// Flags, versions and errors of tmem_op.
  public static let tmemFlags = ConstantGroup(
    "flags, versions and errors of tmem_op", "tmem.h",
    [
      Constant("TMEM_SPEC_VERSION", 1, since: .v4_1, until: .v4_19),
      Constant("TMEM_POOL_PERSIST", 1, since: .v4_0, until: .v4_19),
      Constant("TMEM_POOL_SHARED", 2, since: .v4_0, until: .v4_19),
      Constant("TMEM_POOL_PRECOMPRESSED", 4, since: .v4_1, until: .v4_19),
      Constant("TMEM_POOL_PAGESIZE_SHIFT", 4, since: .v4_0, until: .v4_19),
      Constant("TMEM_POOL_PAGESIZE_MASK", hex: 0xf, since: .v4_0, until: .v4_19),
      Constant("TMEM_POOL_VERSION_SHIFT", 24, since: .v4_0, until: .v4_19),
      Constant("TMEM_POOL_VERSION_MASK", hex: 0xff, since: .v4_0, until: .v4_19),
      Constant("TMEM_POOL_RESERVED_BITS", hex: 0xffff00, since: .v4_1, until: .v4_19),
      Constant("TMEM_CLIENT_COMPRESS", 1, since: .v4_0, until: .v4_19),
      Constant("TMEM_CLIENT_FROZEN", 2, since: .v4_0, until: .v4_19),
      Constant("EFROZEN", 1000, since: .v4_0, until: .v4_19),
      Constant("EEMPTY", 1001, since: .v4_0, until: .v4_19),
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Constants of page tables in public/xen.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of mmu_update, in the low bits of ptr.
  public static let mmuUpdate = ConstantGroup(
    "commands of mmu_update, in the low bits of ptr", "xen.h",
    [
      Constant("MMU_NORMAL_PT_UPDATE", 0),
      Constant("MMU_MACHPHYS_UPDATE", 1),
      Constant("MMU_PT_UPDATE_PRESERVE_AD", 2, since: .v3_3),
      Constant("MMU_PT_UPDATE_NO_TRANSLATE", 3, since: .v4_11),
    ])

  /// Commands of mmuext_op.
  public static let mmuextOp = ConstantGroup(
    "commands of mmuext_op", "xen.h",
    [
      Constant("MMUEXT_PIN_L1_TABLE", 0),
      Constant("MMUEXT_PIN_L2_TABLE", 1),
      Constant("MMUEXT_PIN_L3_TABLE", 2),
      Constant("MMUEXT_PIN_L4_TABLE", 3),
      Constant("MMUEXT_UNPIN_TABLE", 4),
      Constant("MMUEXT_NEW_BASEPTR", 5),
      Constant("MMUEXT_TLB_FLUSH_LOCAL", 6),
      Constant("MMUEXT_INVLPG_LOCAL", 7),
      Constant("MMUEXT_TLB_FLUSH_MULTI", 8),
      Constant("MMUEXT_INVLPG_MULTI", 9),
      Constant("MMUEXT_TLB_FLUSH_ALL", 10),
      Constant("MMUEXT_INVLPG_ALL", 11),
      Constant("MMUEXT_FLUSH_CACHE", 12),
      Constant("MMUEXT_SET_LDT", 13),
      Constant("MMUEXT_REASSIGN_PAGE", 14, until: .v3_0_2),
      Constant("MMUEXT_NEW_USER_BASEPTR", 15),
      Constant("MMUEXT_CLEAR_PAGE", 16, since: .v3_4),
      Constant("MMUEXT_COPY_PAGE", 17, since: .v3_4),
      Constant("MMUEXT_FLUSH_CACHE_GLOBAL", 18, since: .v4_1),
      Constant("MMUEXT_MARK_SUPER", 19, since: .v4_1),
      Constant("MMUEXT_UNMARK_SUPER", 20, since: .v4_1),
    ])

  /// Flags of update_va_mapping.
  public static let updateVaFlags = ConstantGroup(
    "flags of update_va_mapping", "xen.h",
    [
      Constant("UVMF_NONE", 0),
      Constant("UVMF_TLB_FLUSH", 1),
      Constant("UVMF_INVLPG", 2),
      Constant("UVMF_FLUSHTYPE_MASK", 3),
      Constant("UVMF_MULTI", 0),
      Constant("UVMF_LOCAL", 0),
      Constant("UVMF_ALL", 4),
    ])
}

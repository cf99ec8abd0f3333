// SPDX-License-Identifier: Apache-2.0

/// Constants of public/xen.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Commands of console_io.
  public static let consoleIo = ConstantGroup(
    "commands of console_io", "xen.h",
    [
      Constant("CONSOLEIO_write", 0),
      Constant("CONSOLEIO_read", 1),
    ])

  /// Commands of vm_assist.
  public static let vmAssist = ConstantGroup(
    "commands of vm_assist", "xen.h",
    [
      Constant("VMASST_CMD_enable", 0),
      Constant("VMASST_CMD_disable", 1),
    ])

  /// Assists of vm_assist.
  public static let vmAssists = ConstantGroup(
    "assists of vm_assist", "xen.h",
    [
      Constant("VMASST_TYPE_4gb_segments", 0),
      Constant("VMASST_TYPE_4gb_segments_notify", 1),
      Constant("VMASST_TYPE_writable_pagetables", 2),
      Constant("VMASST_TYPE_pae_extended_cr3", 3, since: .v3_0_3),
      Constant("VMASST_TYPE_architectural_iopl", 4, since: .v4_7),
      Constant("VMASST_TYPE_runstate_update_flag", 5, since: .v4_8),
      Constant("VMASST_TYPE_m2p_strict", 32, since: .v4_6),
      Constant("MAX_VMASST_TYPE", 2, until: .v3_0_3),
      Constant("MAX_VMASST_TYPE", 3, since: .v3_0_3, until: .v4_6),
    ])

  /// Flags of start_info.
  public static let startFlags = ConstantGroup(
    "flags of start_info", "xen.h",
    [
      Constant("SIF_PRIVILEGED", hex: 0x1),
      Constant("SIF_INITDOMAIN", hex: 0x2),
      Constant("SIF_MULTIBOOT_MOD", hex: 0x4, since: .v4_0),
      Constant("SIF_MOD_START_PFN", hex: 0x8, since: .v4_1),
      Constant("SIF_VIRT_P2M_4TOOLS", hex: 0x10, since: .v4_6),
      Constant("SIF_PM_MASK", hex: 0xff00, since: .v3_3),
    ])

  /// Domain IDs that do not name a domain.
  public static let domainIds = ConstantGroup(
    "domain ids that are no domain", "xen.h",
    [
      Constant("DOMID_FIRST_RESERVED", hex: 0x7ff0),
      Constant("DOMID_SELF", hex: 0x7ff0),
      Constant("DOMID_IO", hex: 0x7ff1),
      Constant("DOMID_XEN", hex: 0x7ff2),
      Constant("DOMID_COW", hex: 0x7ff3, since: .v4_0),
      Constant("DOMID_INVALID", hex: 0x7fff, since: .v3_4, until: .v4_1),
      Constant("DOMID_INVALID", hex: 0x7ff4, since: .v4_1),
      Constant("DOMID_IDLE", hex: 0x7fff, since: .v4_1),
      Constant("DOMID_MASK", hex: 0x7fff, since: .v4_14),
      Constant("DOMID_ANY", hex: 0x7ff5, since: .v4_22),
    ])

  /// Limits.
  public static let limits = ConstantGroup(
    "limits", "xen.h",
    [
      Constant("MAX_GUEST_CMDLINE", 1024),
      Constant("XEN_LEGACY_MAX_VCPUS", 32, since: .v4_0),
      Constant("MAX_VIRT_CPUS", 32, until: .v4_0),
    ])

  /// Flags of vcpu_time_info.
  public static let clockFlags = ConstantGroup(
    "flags of vcpu_time_info", "xen.h",
    [
      Constant("XEN_PVCLOCK_TSC_STABLE_BIT", 1, since: .v4_7),
      Constant("XEN_PVCLOCK_GUEST_STOPPED", 2, since: .v4_7),
    ])
}

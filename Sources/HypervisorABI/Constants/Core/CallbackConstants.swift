// SPDX-License-Identifier: Apache-2.0

/// Constants of public/callback.h and nmi.h, 3.0.2 to 4.22.
extension ConstantGroup {
  /// Commands of callback_op.
  public static let callbackOp = ConstantGroup(
    "commands of callback_op", "callback.h",
    [
      Constant("CALLBACKOP_register", 0, since: .v3_0_3, takes: "callback_register"),
      Constant("CALLBACKOP_unregister", 1, since: .v3_0_3, takes: "callback_unregister"),
    ])

  /// Types of a callback.
  public static let callbackTypes = ConstantGroup(
    "types of a callback", "callback.h",
    [
      Constant("CALLBACKTYPE_event", 0, since: .v3_0_3),
      Constant("CALLBACKTYPE_failsafe", 1, since: .v3_0_3),
      Constant("CALLBACKTYPE_syscall", 2, since: .v3_0_3),
      Constant("CALLBACKTYPE_sysenter_deprecated", 3, since: .v3_2),
      Constant("CALLBACKTYPE_nmi", 4, since: .v3_0_3),
      Constant("CALLBACKTYPE_sysenter", 3, since: .v3_0_3, until: .v3_2),
      Constant("CALLBACKTYPE_sysenter", 5, since: .v3_2),
      Constant("CALLBACKTYPE_syscall32", 7, since: .v3_2),
    ])

  /// Flags of a callback.
  public static let callbackFlags = ConstantGroup(
    "flags of a callback", "callback.h",
    [
      Constant("CALLBACKF_mask_events", hex: 0x1, since: .v3_0_3),
      Constant("_CALLBACKF_mask_events", 0, since: .v3_0_3),
    ])

  /// Commands of nmi_op.
  public static let nmiOp = ConstantGroup(
    "commands of nmi_op", "nmi.h",
    [
      Constant("XENNMI_register_callback", 0, since: .v3_0_2, takes: "xennmi_callback"),
      Constant("XENNMI_unregister_callback", 1, since: .v3_0_2),
    ])

  /// Reasons for an NMI.
  public static let nmiReasons = ConstantGroup(
    "why an NMI came", "nmi.h",
    [
      Constant("XEN_NMIREASON_io_error", hex: 0x1, since: .v3_0_2),
      Constant("XEN_NMIREASON_pci_serr", hex: 0x2, since: .v4_3),
      Constant("XEN_NMIREASON_unknown", hex: 0x4, since: .v3_0_2),
      Constant("_XEN_NMIREASON_io_error", 0, since: .v3_0_2),
      Constant("_XEN_NMIREASON_pci_serr", 1, since: .v4_3),
      Constant("_XEN_NMIREASON_unknown", 2, since: .v3_0_2),
      Constant("_XEN_NMIREASON_parity_error", 1, since: .v3_0_2, until: .v4_3),
      Constant("XEN_NMIREASON_parity_error", hex: 0x2, since: .v3_0_2, until: .v4_3),
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Types of dom0's screen. Source: public/xen.h, 3.0.3 to 4.22.
extension ConstantGroup {
  /// Types of screen in dom0_vga_console_info.
  public static let vgaTypes = ConstantGroup(
    "kinds of screen in dom0_vga_console_info", "xen.h",
    [
      Constant("XEN_VGATYPE_TEXT_MODE_3", hex: 0x3, since: .v3_0_3),
      Constant("XEN_VGATYPE_VESA_LFB", hex: 0x23, since: .v3_0_3),
      Constant("XEN_VGATYPE_EFI_LFB", hex: 0x70, since: .v4_2),
    ])
}

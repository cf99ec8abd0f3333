// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Where Xen is to enter the guest. Source: public/callback.h, nmi.h, 3.0.2 to 4.22.
  static let callbacks: [Structure] = [
    Structure(
      "xen_callback", "arch-x86/xen-x86_32.h", since: .v3_0_3, only: .i386,
      [Field(.ulong, "cs"), Field(.ulong, "eip")]),
    Structure(
      "callback_register", "callback.h", since: .v3_0_3,
      [
        Field(.u16, "type"),
        Field(.u16, "flags"),
        Field(.named("xen_callback"), "address", only: .i386),
        Field(.ulong, "address", only: .x86_64),
      ]),
    Structure(
      "callback_unregister", "callback.h", since: .v3_0_3,
      [Field(.u16, "type"), Field(.u16, "_unused")]),
    Structure(
      "xennmi_callback", "nmi.h", [Field(.ulong, "handler_address"), Field(.ulong, "pad")]),
  ]
}

// SPDX-License-Identifier: Apache-2.0

extension Structure {
  /// Arguments of `CALLBACKOP_*` and `XENNMI_*`. Source: public/callback.h, nmi.h, arch-x86/, 3.0.2
  /// to 4.22.
  static let callbacks: [Structure] =
    [
      Structure(
        "xen_callback", "arch-x86/xen-x86_32.h",
        summary: "An address that Xen calls back: selector and offset on i386.", since: .v3_0_3,
        only: .i386,
        [
          Field(.ulong, "cs", only: .i386),
          Field(.ulong, "eip", only: .i386),
        ]),
      Structure(
        "callback_register", "callback.h",
        summary: "CALLBACKOP_register: the guest's handler for one type of callback.",
        since: .v3_0_3,
        [
          Field(.u16, "type"),
          Field(.u16, "flags"),
          Field(.named("xen_callback"), "address", only: .i386),
          Field(.ulong, "address", only: .x86_64),
        ]),
      Structure(
        "callback_unregister", "callback.h",
        summary: "CALLBACKOP_unregister: no longer call that handler.", since: .v3_0_3,
        [
          Field(.u16, "type"),
          Field(.u16, "_unused"),
        ]),
      Structure(
        "xennmi_callback", "nmi.h", summary: "XENNMI_register_callback: the handler for NMIs.",
        since: .v3_0_2,
        [
          Field(.ulong, "handler_address"),
          Field(.ulong, "pad"),
        ]),
    ]
}

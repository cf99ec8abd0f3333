// SPDX-License-Identifier: Apache-2.0

/// Texts of several protocols: names of ring protocols, modes of a write to XenStore, the version
/// of a PCI front end, the name of the crash note. Source: public/io/protocols.h, pciif.h,
/// xs_wire.h, kexec.h, 3.0.0 to 4.22.
extension ConstantGroup {
  /// Names of ring protocols.
  public static let protocolNames = ConstantGroup(
    "names of ring protocols", "io/protocols.h",
    [
      Constant("XEN_IO_PROTO_ABI_X86_32", text: "x86_32-abi", since: .v3_1),
      Constant("XEN_IO_PROTO_ABI_X86_64", text: "x86_64-abi", since: .v3_1),
      Constant("XEN_IO_PROTO_ABI_ARM", text: "arm-abi", since: .v4_2),
      Constant("XEN_IO_PROTO_ABI_IA64", text: "ia64-abi", since: .v3_1, until: .v4_3),
      Constant("XEN_IO_PROTO_ABI_POWERPC64", text: "powerpc64-abi", since: .v3_1, until: .v3_3),
    ])

  /// Names of ring protocols.
  public static let protocolNames32 = ConstantGroup(
    "names of ring protocols", "io/protocols.h", only: .i386,
    [
      Constant("XEN_IO_PROTO_ABI_NATIVE", text: "x86_32-abi", since: .v3_1)
    ])

  /// Names of ring protocols.
  public static let protocolNames64 = ConstantGroup(
    "names of ring protocols", "io/protocols.h", only: .x86_64,
    [
      Constant("XEN_IO_PROTO_ABI_NATIVE", text: "x86_64-abi", since: .v3_1)
    ])

  /// Modes of a write to XenStore.
  public static let storeTexts = ConstantGroup(
    "modes of a write to XenStore", "io/xs_wire.h",
    [
      Constant("XS_WRITE_NONE", text: "NONE", until: .v4_21),
      Constant("XS_WRITE_CREATE", text: "CREATE", until: .v4_21),
      Constant("XS_WRITE_CREATE_EXCL", text: "CREATE|EXCL", until: .v4_21),
    ])

  /// The version of a PCI front end.
  public static let pciTexts = ConstantGroup(
    "the version of a PCI frontend", "io/pciif.h",
    [
      Constant("XEN_PCI_MAGIC", text: "7", since: .v3_0_2)
    ])

  /// The name of the crash note.
  public static let kexecTexts = ConstantGroup(
    "the name of the crash note", "kexec.h",
    [
      Constant("VMCOREINFO_NOTE_NAME", text: "VMCOREINFO_XEN", since: .v3_3, until: .v3_4)
    ])
}

// SPDX-License-Identifier: Apache-2.0

/// Notes that do not occur in kernel images, and the highest type of those that do. Source:
/// public/elfnote.h, 3.0.4 to 4.22.
extension ConstantGroup {
  /// The highest type of a kernel's notes.
  public static let noteLimit = ConstantGroup(
    "the highest type of a kernel's notes", "elfnote.h",
    [
      Constant("XEN_ELFNOTE_MAX", 14, since: .v3_1, until: .v3_4),
      Constant("XEN_ELFNOTE_MAX", 15, since: .v3_4, until: .v4_1),
      Constant("XEN_ELFNOTE_MAX", 16, since: .v4_1, until: .v4_2),
      Constant("XEN_ELFNOTE_MAX", 17, since: .v4_2, until: .v4_7),
      Constant("XEN_ELFNOTE_MAX", 18, since: .v4_7, until: .v4_19),
      Constant("XEN_ELFNOTE_MAX", 19, since: .v4_19),
    ])

  /// Notes of hypervisor crashes and of guest core dumps.
  public static let dumpNotes = ConstantGroup(
    "notes of crashes and core dumps", "elfnote.h",
    [
      Constant("XEN_ELFNOTE_CRASH_INFO", hex: 0x1000001, since: .v3_0_4),
      Constant("XEN_ELFNOTE_CRASH_REGS", hex: 0x1000002, since: .v3_0_4),
      Constant("XEN_ELFNOTE_DUMPCORE_NONE", hex: 0x2000000, since: .v3_1),
      Constant("XEN_ELFNOTE_DUMPCORE_HEADER", hex: 0x2000001, since: .v3_1),
      Constant("XEN_ELFNOTE_DUMPCORE_XEN_VERSION", hex: 0x2000002, since: .v3_1),
      Constant("XEN_ELFNOTE_DUMPCORE_FORMAT_VERSION", hex: 0x2000003, since: .v3_1),
    ])
}

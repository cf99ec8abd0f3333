// SPDX-License-Identifier: Apache-2.0

/// A key of the string in the section `__xen_guest`, by which kernels described themselves before
/// ELF notes were used (elf_xen_parse_guest_info, common/libelf/libelf-dominfo.c@4.17).
public struct GuestStringKey: Sendable {
  /// The key, such as `VIRT_ENTRY`.
  public let name: String
  /// The note that later carried the same value.
  public let note: XenNote
  /// Whether the value is a page number relative to VIRT_BASE, where the note has an address.
  public let isPage: Bool
  /// The first release whose loaders or kernels have it (tools/libxc/xc_load_elf.c, xc_linux_build.c
  /// and xen/arch/x86/domain_build.c, 2.0 to 3.0.3).
  public let since: XenRelease

  private init(
    _ name: String, _ note: XenNote, isPage: Bool = false, since: XenRelease = .v2_0
  ) {
    self.name = name
    self.note = note
    self.isPage = isPage
    self.since = since
  }

  /// All keys, in the order in which Linux wrote them.
  public static let all: [GuestStringKey] = [
    GuestStringKey("GUEST_OS", .guestOS), GuestStringKey("GUEST_VER", .guestVersion),
    GuestStringKey("XEN_VER", .xenVersion), GuestStringKey("VIRT_BASE", .virtBase),
    GuestStringKey("ELF_PADDR_OFFSET", .paddrOffset, since: .v3_0_3),
    GuestStringKey("VIRT_ENTRY", .entry, since: .v3_0_3),
    GuestStringKey("HYPERCALL_PAGE", .hypercallPage, isPage: true, since: .v3_0_2),
    GuestStringKey("FEATURES", .features, since: .v3_0_2),
    GuestStringKey("PAE", .paeMode, since: .v3_0_0),
    GuestStringKey("LOADER", .loader), GuestStringKey("BSD_SYMTAB", .bsdSymtab),
  ]

  /// Keys that loaders no longer read: the first page tables of a guest are writable (2.0), and the
  /// initial domain runs on translated page tables (3.0.0).
  public static let dropped: Set<String> = ["PT_MODE_WRITABLE", "SHADOW"]

  /// The key that corresponds to a note; nil if the string cannot express it.
  public static func of(_ note: XenNote) -> GuestStringKey? {
    all.first { $0.note.number == note.number }
  }
}

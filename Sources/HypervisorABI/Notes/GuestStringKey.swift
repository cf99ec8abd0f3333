// SPDX-License-Identifier: Apache-2.0

/// A key of the string in the section `__xen_guest`, by which kernels named themselves before notes
/// (`common/libelf/libelf-dominfo.c@4.17`, elf_xen_parse_guest_info).
public struct GuestStringKey: Sendable {
  /// `VIRT_ENTRY`.
  public let name: String
  /// The note that came to say the same.
  public let note: XenNote
  /// Its value is the number of a page behind VIRT_BASE, where the note has an address.
  public let isPage: Bool

  private init(_ name: String, _ note: XenNote, isPage: Bool = false) {
    self.name = name
    self.note = note
    self.isPage = isPage
  }

  /// In the order in which Linux wrote them.
  public static let all: [GuestStringKey] = [
    GuestStringKey("GUEST_OS", .guestOS), GuestStringKey("GUEST_VER", .guestVersion),
    GuestStringKey("XEN_VER", .xenVersion), GuestStringKey("VIRT_BASE", .virtBase),
    GuestStringKey("ELF_PADDR_OFFSET", .paddrOffset), GuestStringKey("VIRT_ENTRY", .entry),
    GuestStringKey("HYPERCALL_PAGE", .hypercallPage, isPage: true),
    GuestStringKey("FEATURES", .features), GuestStringKey("PAE", .paeMode),
    GuestStringKey("LOADER", .loader), GuestStringKey("BSD_SYMTAB", .bsdSymtab),
  ]

  /// The key for what a note says; nil when the string has none.
  public static func of(_ note: XenNote) -> GuestStringKey? {
    all.first { $0.note.number == note.number }
  }
}

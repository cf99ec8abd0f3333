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

  private init(_ name: String, _ note: XenNote, isPage: Bool = false) {
    self.name = name
    self.note = note
    self.isPage = isPage
  }

  /// All keys, in the order in which Linux wrote them.
  public static let all: [GuestStringKey] = [
    GuestStringKey("GUEST_OS", .guestOS), GuestStringKey("GUEST_VER", .guestVersion),
    GuestStringKey("XEN_VER", .xenVersion), GuestStringKey("VIRT_BASE", .virtBase),
    GuestStringKey("ELF_PADDR_OFFSET", .paddrOffset), GuestStringKey("VIRT_ENTRY", .entry),
    GuestStringKey("HYPERCALL_PAGE", .hypercallPage, isPage: true),
    GuestStringKey("FEATURES", .features), GuestStringKey("PAE", .paeMode),
    GuestStringKey("LOADER", .loader), GuestStringKey("BSD_SYMTAB", .bsdSymtab),
  ]

  /// The key that corresponds to a note; nil if the string cannot express it.
  public static func of(_ note: XenNote) -> GuestStringKey? {
    all.first { $0.note.number == note.number }
  }
}

// SPDX-License-Identifier: Apache-2.0

import Base
import CElf
import GuestImage
import HypervisorABI

/// The kernel has neither Xen notes nor a `__xen_guest` string, so no Xen loader recognizes it.
///
/// That is what "Not a Xen-ELF image: No ELF notes or '__xen_guest' section found" means, and often
/// what a toolstack's "no loader found" or "Invalid kernel" hides. Linux kernels without
/// CONFIG_XEN_PV and CONFIG_PVH are like this, and kernels whose `.notes` section was discarded by
/// a linker script or `objcopy`; so are hvmloader and memtest86+, which are meant for HVM guests.
/// Xen 2.0, 3.0.0 and 3.0.2 read no notes, only the string.
///
/// **Affected:** all loaders of PV and PVH guests.
///
/// **Fix:** build Linux with the notes, or add them to a kernel of your own (`pvkit generate
/// notes`), and protect them from garbage collection by the linker:
///
/// ```
/// scripts/config -e XEN_PV -e XEN_PVH -e PVH
///
/// .notes : { KEEP(*(.note.*)) } :text :note
/// ```
public enum NotesMissing: Rule {
  public static let id = "notes-missing"
  public static let severity: Severity = .error
  public static let example = RuleExample(
    right: """
      NOTE XEN_VERSION, .asciz, "xen-3.0"
      NOTE LOADER, .asciz, "generic"
      NOTE VIRT_BASE, .quad, VIRT_BASE
      NOTE PADDR_OFFSET, .quad, 0
      NOTE ENTRY, .quad, start
      """,
    without: [.xenVersion, .guestOS, .loader, .virtBase, .paddrOffset, .entry, .phys32Entry])

  public static func check(_ subject: Subject) -> [Finding] {
    guard let elf = subject.elf, subject.xenNotes.isEmpty, subject.legacy == nil,
      subject.asks(.pv) || subject.asks(.pvh)
    else { return [] }
    if let kind = elf.otherKind { return [finding(.notAKernel(kind))] }
    if EarlyGuest.refuses(subject) { return [] }
    if let (section, offset) = StrayNote.find(in: subject) {
      return [finding(.inOtherSection(section), at: Place(section: section, offset: offset))]
    }
    if !subject.unreadNotes.isEmpty {
      // The release builds PV guests only, so that the string is of no use to other kernels.
      return subject.asks(.pv) ? [finding(unread(subject))] : []
    }
    let owners = Set(subject.notes.map(\.owner)).sorted()
    return [finding(.missing(owners))]
  }
}

extension NotesMissing {
  /// The message for a kernel with notes that the release does not read.
  private static func unread(_ subject: Subject) -> Message {
    let isLinkedHigh = subject.memory?.segments.contains {
      $0.physicalAddress != $0.virtualAddress
    }
    let release = subject.target.xen
    let isMisplaced = !release.usesVirtualAddresses && isLinkedHigh ?? false
    return .unread(release, isLinkedHigh: isMisplaced)
  }
}

extension ElfFile {
  /// The kind of an ELF file that cannot be a kernel, `a core dump`; nil if it may be one.
  fileprivate var otherKind: String? {
    switch Int32(header.type) {
    case ET_CORE: return "a core dump"
    case ET_REL:
      let isModule = sections.contains { $0.name == ".modinfo" }
      return isModule ? "a Linux module" : "an object file, which is not linked yet"
    default:
      if isHypervisor { return "the Xen hypervisor itself" }
      let isProgram = segments.contains { $0.type == UInt32(PT_INTERP) }
      return isProgram ? "a user-space program" : nil
    }
  }
}

/// The bytes of a Xen note in a section that is not of type SHT_NOTE and is not covered by PT_NOTE.
private enum StrayNote {
  /// A note begins with n_namesz, any n_descsz, a type that Xen knows, and the owner "Xen\0".
  private static let owner = Array(XenNote.owner.utf8) + [0]
  private static let most = 1 << 20

  static func find(in subject: Subject) -> (section: String, offset: UInt64)? {
    guard let elf = subject.elf else { return nil }
    let sections = elf.sections.prefix(Subject.mostSections).filter {
      $0.type == UInt32(SHT_PROGBITS)
    }
    // Sections may overlap: search no more bytes than the file has.
    var unsearched = UInt64(elf.bytes.count)
    // Notes are short. Larger sections contain code or data, and are not searched.
    for section in sections where section.size <= UInt64(most) {
      guard section.size <= unsearched else { return nil }
      unsearched -= section.size
      guard let bytes = elf.bytes.slice(at: section.offset, count: section.size) else { continue }
      let places = stride(from: UInt64(0), to: max(16, section.size) - 15, by: 4)
      if let place = places.first(where: { isNote(bytes, at: $0) }) {
        return (section.name, section.offset + place)
      }
    }
    return nil
  }

  private static func isNote(_ bytes: Bytes, at place: UInt64) -> Bool {
    bytes.integer(at: place, as: UInt32.self) == UInt32(owner.count)
      && bytes.slice(at: place + 12, count: UInt64(owner.count))?.array == owner
      && bytes.integer(at: place + 8, as: UInt32.self).map { number in
        XenNote.all.contains { $0.number == number }
      } ?? false
  }
}

extension Message {
  fileprivate static func notAKernel(_ kind: String) -> Message {
    """
    this is \(kind), and it has no Xen notes: no PV or PVH loader accepts it; give the \
    vmlinux or bzImage
    """
  }

  fileprivate static func inOtherSection(_ section: String) -> Message {
    """
    the bytes of a Xen note are in \(quoted(section)), which is a section of type PROGBITS without a \
    PT_NOTE: no loader looks there; declare it with `.section \(section),"a",@note`, and cover it \
    by PT_NOTE
    """
  }

  fileprivate static func unread(_ release: XenRelease, isLinkedHigh: Bool) -> Message {
    let link =
      isLinkedHigh ? "; it also uses p_paddr as the virtual address: link without AT()" : ""
    return """
      Xen \(release) reads only the string __xen_guest, not notes, which came with 3.0.3; add it: pvkit \
      notes add --legacy IMAGE GUEST_OS=linux XEN_VER=\(release.interfaceName) LOADER=generic \
      VIRT_BASE=ADDRESS -o NEW\(link)
      """
  }

  fileprivate static func missing(_ owners: [String]) -> Message {
    let others = owners.prefix(4).map { quoted($0) }.joined(separator: ", ")
    return """
      no note of the owner "Xen" and no __xen_guest string\
      \(owners.isEmpty ? "" : " (owners found: \(others))"): no PV or PVH loader accepts it; \
      build with CONFIG_XEN_PV or CONFIG_PVH, and keep the note section
      """
  }
}

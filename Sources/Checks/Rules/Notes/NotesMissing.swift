// SPDX-License-Identifier: Apache-2.0

import GuestImage
import HypervisorABI

/// The kernel has neither Xen notes nor a `__xen_guest` string, so no Xen loader recognizes it.
///
/// That is what "Not a Xen-ELF image: No ELF notes or '__xen_guest' section found" means, and often
/// what a toolstack's "no loader found" or "Invalid kernel" hides. Linux kernels without
/// CONFIG_XEN_PV and CONFIG_PVH are like this, and kernels whose `.notes` section was discarded by
/// a linker script or `objcopy`. So are hvmloader and memtest86+, which are meant for HVM guests.
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
  public static let severity = Finding.Severity.error

  public static func check(_ subject: Subject) -> [Finding] {
    guard subject.elf != nil, subject.xenNotes.isEmpty, subject.legacy == nil,
      subject.asks(.pv) || subject.asks(.pvh)
    else { return [] }
    let owners = Set(subject.notes.map(\.owner)).sorted()
    return [finding(.missing(owners))]
  }
}

extension Message {
  fileprivate static func missing(_ owners: [String]) -> Message {
    let others = owners.prefix(4).map { quoted($0) }.joined(separator: ", ")
    return """
      no note of the owner "Xen" and no __xen_guest string\
      \(owners.isEmpty ? "" : " (owners found: \(others))"): no PV or PVH loader takes it; build \
      with CONFIG_XEN_PV or CONFIG_PVH, and keep the note section
      """
  }
}

// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

/// Checks that the notes or the string are those of a kernel for this Xen. Strings are compared by
/// prefix (libelf-dominfo.c@4.17, elf_xen_note_check).
extension NoteParser {
  func checkNotes() throws(Refusal) {
    let machine = elf.header(.machine)
    if !parameters.sawNotes && parameters.source != .legacy {
      if machine == UInt64(EM_386) || machine == UInt64(EM_X86_64) {
        throw complaint(Refusal.notXen, stop: ".")
      }
      return
    }
    if machine == UInt64(EM_ARM), dialect.skipsArmNotes { return }
    if dialect.knowsPVH, parameters.physicalEntry != nil, hvm || !dialect.separatesPVH { return }
    guard isGenericOrLinux else { throw wrongLoader }
    guard parameters.xenVersion.starts(with: "xen-3.0".utf8) else { throw wrongVersion }
  }

  private var isGenericOrLinux: Bool {
    parameters.loader.starts(with: "generic".utf8) || parameters.guestOS.starts(with: "linux".utf8)
  }

  private var wrongLoader: Refusal {
    let loader = String(decoding: parameters.loader, as: UTF8.self)
    let guest = String(decoding: parameters.guestOS, as: UTF8.self)
    let found = dialect.quotesStrings ? " (Not '\(loader)' and '\(guest)')" : ""
    let phys32 = dialect.knowsPVH ? " or with PHYS32_ENTRY set" : ""
    return complaint(
      "Will only load images built for the generic loader or Linux images" + found + phys32)
  }

  private var wrongVersion: Refusal {
    let version = String(decoding: parameters.xenVersion, as: UTF8.self)
    let found = dialect.quotesStrings ? " (Not '\(version)')" : ""
    return complaint("Xen will only load images built for Xen v3.0" + found)
  }

  private func complaint(_ text: String, stop: String = "") -> Refusal {
    dialect.refusal(in: "elf_xen_note_check", text, stop: stop)
  }
}

extension Refusal {
  /// The refusal by elf_init of a file without the ELF magic.
  static func notElf(_ release: XenRelease) -> Refusal {
    Refusal("\(release >= XenRelease(4, 8) ? "ELF" : "elf_init"): not an ELF binary")
  }

  static let notXen = "Not a Xen-ELF image: No ELF notes or '__xen_guest' section found"
}

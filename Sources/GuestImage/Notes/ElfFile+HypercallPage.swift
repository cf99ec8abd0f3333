// SPDX-License-Identifier: Apache-2.0

import CElf
import HypervisorABI

extension ElfFile {
  /// The virtual address of the hypercall page that the kernel declares: by its Xen notes, or, as
  /// loaders read the string `__xen_guest` only if there are none, by the number of the page in that
  /// string, which counts from VIRT_BASE. Nil if neither declares one; an object file has a string
  /// about the kernel that it will be part of, so that its string does not count.
  package var hypercallPage: UInt64? {
    let own = notes.filter(\.isXen)
    guard own.isEmpty else {
      return own.last { $0.type == XenNote.hypercallPage.number }?.number
    }
    guard header.type != UInt16(ET_REL), let legacy,
      let page = legacy.number(of: .hypercallPage)
    else { return nil }
    return (legacy.number(of: .virtBase) ?? 0) &+ page &* UInt64(HypercallPage.size)
  }
}

extension LegacyString {
  /// The value of the key that corresponds to a note, as the toolstack reads a number; nil if the
  /// string does not have it.
  fileprivate func number(of note: XenNote) -> UInt64? {
    GuestStringKey.of(note).flatMap { self[$0.name] }.map {
      LegacyNumber.parse(Array($0.utf8), asLibc: true)
    }
  }
}

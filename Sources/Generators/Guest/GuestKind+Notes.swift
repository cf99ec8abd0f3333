// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

extension Generate.GuestKind {
  /// The notes or the string for the loaders of a release; nil for a guest without either.
  func introduction(to release: XenRelease, direct: Bool) -> GeneratedFile? {
    guard !isNamedByString(in: release) else { return legacyString(for: release, direct: direct) }
    return notes(for: release).map { notes in
      let known = notes.known(to: release)
      return Generate.notes(direct ? known.without(.hypercallPage) : known)
    }
  }

  /// Whether the release is older than ELF notes, so that the string `__xen_guest` is used.
  func isNamedByString(in release: XenRelease) -> Bool {
    mode == .pv && release < XenNote.virtBase.since
  }

  /// The virtual address of the guest's first frame: in a PV guest at the top of the address space,
  /// as in kernels; otherwise 0, because addresses are physical.
  var virtualBase: UInt64 {
    guard mode == .pv else { return 0 }
    return architecture == .x86_64 ? 0xffff_ffff_8000_0000 : 0xc000_0000
  }

  /// The string for the loaders up to 3.0.2 (xen/common/elf.c). They use a segment's physical address as
  /// the virtual one, in 2.0 the virtual one itself, and e_entry as the entry, and take the mere presence
  /// of BSD_SYMTAB as yes.
  private func legacyString(for release: XenRelease, direct: Bool) -> GeneratedFile {
    let base = hex(virtualBase)
    let page = hex(GuestMachine.loadAddress / UInt64(HypercallPage.size))
    return Generate.legacyString(
      of: [
        (.guestOS, "pvkit"), (.guestVersion, "1"), (.xenVersion, release.interfaceName),
        (.virtBase, base),
        (.paddrOffset, base),
      ] + (direct ? [] : [(.hypercallPage, page)])
        + (architecture == .i386 ? [(.paeMode, pae ? "yes" : "no")] : [])
        + [(.loader, "generic")], for: release)
  }

  /// The notes; nil for firmware, which the toolstack recognizes by the absence of notes.
  private func notes(for release: XenRelease) -> NoteDescription? {
    switch mode {
    case .pv, .shim:
      architecture == .x86_64
        ? .pv64 : .pv64.with([(.paeMode, .string(pae ? "yes" : "no"))], on: .i386)
    case .pvh: .pvh(architecture, isLabelled: release < XenRelease(4, 11))
    case .hvm: nil
    }
  }
}

extension NoteDescription {
  /// The notes of a kernel that has only a PVH entry.
  ///
  /// - Parameter isLabelled: whether to include the notes of a PV kernel by which loaders before
  ///   4.10 recognized an image for Xen.
  static func pvh(_ architecture: Architecture, isLabelled: Bool = false) -> NoteDescription {
    let entry = NoteDescription(
      [
        (.guestOS, .string("pvkit")),
        (.guestVersion, .string("1")),
        (.phys32Entry, .symbol32("start")),
      ], architecture: architecture)
    guard isLabelled else { return entry }
    return entry.with(
      [(.xenVersion, .string("xen-3.0")), (.loader, .string("generic"))], on: architecture)
  }

  /// The notes that exist in a release.
  fileprivate func known(to release: XenRelease) -> NoteDescription {
    NoteDescription(notes.filter { $0.note.since <= release }, architecture: architecture)
  }

  /// These notes and others, for a kernel of an architecture.
  fileprivate func with(
    _ others: [(note: XenNote, value: Value)], on architecture: Architecture
  ) -> NoteDescription {
    NoteDescription(notes + others, architecture: architecture)
  }
}

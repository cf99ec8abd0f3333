// SPDX-License-Identifier: Apache-2.0

import Base
import HypervisorABI

extension Generate.GuestKind {
  /// What such a guest tells the loaders of a release; nil when it must tell them nothing.
  func introduction(to release: XenRelease, direct: Bool) -> GeneratedFile? {
    guard !isNamedByString(in: release) else { return legacyString(direct: direct) }
    return notes(for: release).map { notes in
      let known = notes.known(to: release)
      return Generate.notes(direct ? known.without(.hypercallPage) : known)
    }
  }

  /// Before there were notes, there was the string `__xen_guest`.
  func isNamedByString(in release: XenRelease) -> Bool {
    mode == .pv && release < XenNote.virtBase.since
  }

  /// Where the guest's first frame is mapped: at the top in a PV guest, as kernels are; otherwise
  /// where it is.
  var virtualBase: UInt64 {
    guard mode == .pv else { return 0 }
    return architecture == .x86_64 ? 0xffff_ffff_8000_0000 : 0xc000_0000
  }

  /// For the loaders of 3.0.2 (xen/common/elf.c): they take a segment's physical address for the
  /// virtual one, e_entry for the entry, and the mere name BSD_SYMTAB for a yes.
  private func legacyString(direct: Bool) -> GeneratedFile {
    let base = hex(virtualBase)
    let page = hex(GuestMachine.loadAddress / UInt64(HypercallPage.size))
    return Generate.legacyString(
      of: [
        (.guestOS, "pvkit"), (.guestVersion, "1"), (.xenVersion, "xen-3.0"), (.virtBase, base),
        (.paddrOffset, base),
      ] + (direct ? [] : [(.hypercallPage, page)])
        + (architecture == .i386 ? [(.paeMode, pae ? "yes" : "no")] : [])
        + [(.loader, "generic")])
  }

  /// Nil for firmware: it bears no note, by which the toolstack knows it.
  private func notes(for release: XenRelease) -> NoteDescription? {
    switch mode {
    case .pv:
      architecture == .x86_64
        ? .pv64 : .pv64.with([(.paeMode, .string(pae ? "yes" : "no"))], on: .i386)
    case .pvh: .pvh(architecture, isLabelled: release < XenRelease(4, 11))
    case .hvm: nil
    }
  }
}

extension NoteDescription {
  /// Those of a kernel that starts from its PVH entry alone.
  ///
  /// - Parameter isLabelled: with those of a PV kernel by which loaders of before 4.10 knew that the
  ///   image was for Xen at all.
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

  /// Those that the release has.
  fileprivate func known(to release: XenRelease) -> NoteDescription {
    NoteDescription(notes.filter { $0.note.since <= release }, architecture: architecture)
  }

  /// More, for a kernel of that processor.
  fileprivate func with(
    _ others: [(note: XenNote, value: Value)], on architecture: Architecture
  ) -> NoteDescription {
    NoteDescription(notes + others, architecture: architecture)
  }
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The effect of each note that libelf knows (libelf-dominfo.c@4.17, elf_xen_parse_note). A note
/// without an entry counts as found, but is otherwise ignored.
enum NoteRules {
  typealias Text = @Sendable (inout GuestParameters, [UInt8]) -> Void
  typealias Number = @Sendable (inout GuestParameters, UInt64) -> Void

  static let texts: [UInt32: Text] = [
    XenNote.loader.number: { $0.loader = GuestParameters.short($1) },
    XenNote.guestOS.number: { $0.guestOS = GuestParameters.short($1) },
    XenNote.guestVersion.number: { $0.guestVersion = GuestParameters.short($1) },
    XenNote.xenVersion.number: { $0.xenVersion = GuestParameters.short($1) },
    XenNote.paeMode.number: { takePAEMode(&$0, $1) },
    XenNote.bsdSymtab.number: { if $1.elementsEqual("yes".utf8) { $0.wantsSymbols = true } },
    XenNote.features.number: { _, _ in },
  ]

  static let numbers: [UInt32: Number] = [
    XenNote.entry.number: { $0.entry = GuestParameters.address($1) },
    XenNote.hypercallPage.number: { $0.hypercallPage = GuestParameters.address($1) },
    XenNote.virtBase.number: { $0.virtBase = GuestParameters.address($1) },
    XenNote.paddrOffset.number: { $0.paddrOffset = GuestParameters.address($1) },
    XenNote.hvStartLow.number: { $0.hypervisorStartLow = GuestParameters.address($1) },
    XenNote.suspendCancel.number: { _, _ in },
    XenNote.initP2M.number: { $0.p2mBase = GuestParameters.address($1) },
    XenNote.modStartPfn.number: { $0.unmappedInitrd = $1 != 0 },
    XenNote.supportedFeatures.number: { _, _ in },
    XenNote.phys32Entry.number: { parameters, value in
      let entry = UInt32(truncatingIfNeeded: value)
      parameters.physicalEntry = entry == .max ? nil : entry
    },
  ]

  /// The notes with numbers that affect the consistency of the addresses.
  static let decisive: Set<UInt32> = [
    XenNote.entry.number, XenNote.virtBase.number, XenNote.paddrOffset.number,
  ]

  private static func takePAEMode(_ parameters: inout GuestParameters, _ text: [UInt8]) {
    if text.elementsEqual("yes".utf8) { parameters.pae = .extendedCR3 }
    if text.contains(Array("bimodal".utf8)) { parameters.pae = .bimodal }
  }
}

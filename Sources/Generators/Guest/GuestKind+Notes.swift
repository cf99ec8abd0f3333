// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

extension Generate.GuestKind {
  /// What such a guest tells Xen's loaders; nil when it must tell them nothing: firmware bears no
  /// note, by which the toolstack knows it.
  var notes: NoteDescription? {
    switch mode {
    case .pv:
      architecture == .x86_64
        ? .pv64 : .pv64.with((.paeMode, .string(pae ? "yes" : "no")), on: .i386)
    case .pvh: .pvh(architecture)
    case .hvm: nil
    }
  }
}

extension NoteDescription {
  /// Those of a kernel that starts from its PVH entry alone.
  static func pvh(_ architecture: Architecture) -> NoteDescription {
    NoteDescription(
      [
        (.guestOS, .string("pvkit")),
        (.guestVersion, .string("1")),
        (.phys32Entry, .symbol32("start")),
      ], architecture: architecture)
  }

  /// One more, for a kernel of that processor.
  fileprivate func with(
    _ note: (note: XenNote, value: Value), on architecture: Architecture
  ) -> NoteDescription {
    NoteDescription(notes + [note], architecture: architecture)
  }
}

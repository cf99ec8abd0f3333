// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The Xen notes for a kernel, in order.
public struct NoteDescription: Sendable {
  /// The value of a note's descriptor.
  public enum Value: Sendable, Equatable {
    /// A text, written with a terminating NUL.
    case string(String)
    /// A number, written with the size of the kernel's addresses, because loaders do not
    /// sign-extend shorter numbers.
    case number(UInt64)
    /// The address of a symbol, or an expression over symbols: `_start`.
    case symbol(String)
    /// The address of a symbol, in four bytes.
    case symbol32(String)
  }

  /// The notes, in the order in which they are written.
  public let notes: [(note: XenNote, value: Value)]
  /// The architecture of the kernel, which determines the size of numbers.
  public let architecture: Architecture

  public init(
    _ notes: [(note: XenNote, value: Value)], architecture: Architecture = .x86_64
  ) {
    self.notes = notes
    self.architecture = architecture
  }

  /// The value of a note; nil if the note is not included.
  public func value(of note: XenNote) -> Value? {
    notes.first { $0.note.number == note.number }?.value
  }

  /// The description without one note.
  func without(_ note: XenNote) -> NoteDescription {
    NoteDescription(
      notes.filter { $0.note.number != note.number }, architecture: architecture)
  }

  /// The notes of the reference guest, a 64-bit PV kernel that can also be the initial domain.
  public static let pv64 = NoteDescription([
    (.guestOS, .string("pvkit")),
    (.guestVersion, .string("1")),
    (.xenVersion, .string("xen-3.0")),
    (.loader, .string("generic")),
    (.virtBase, .symbol("virt_base")),
    (.paddrOffset, .number(0)),
    (.entry, .symbol("start")),
    (.hypercallPage, .symbol("hypercall_page")),
    (.features, .string("")),
    (.supportedFeatures, .number(1 << UInt64(XenFeature.dom0Bit))),
    (.bsdSymtab, .string("no")),
  ])
}

extension XenFeature {
  static let dom0Bit = all.first { $0.name == "dom0" }?.bit ?? 0
}

// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The Xen notes that a kernel is to bear, in order.
public struct NoteDescription: Sendable {
  /// What a note's descriptor holds.
  public enum Value: Sendable, Equatable {
    /// Written with its closing NUL.
    case string(String)
    /// As many bytes as an address of the kernel's has: loaders do not extend the sign of shorter
    /// ones.
    case number(UInt64)
    /// The address of a symbol, or an expression over symbols: `_start`.
    case symbol(String)
    /// Four bytes.
    case symbol32(String)
  }

  /// In the order in which they are written.
  public let notes: [(note: XenNote, value: Value)]
  /// Of the kernel: 32-bit descriptors are shorter.
  public let architecture: Architecture

  public init(
    _ notes: [(note: XenNote, value: Value)], architecture: Architecture = .x86_64
  ) {
    self.notes = notes
    self.architecture = architecture
  }

  /// What the note holds; nil when there is none.
  public func value(of note: XenNote) -> Value? {
    notes.first { $0.note.number == note.number }?.value
  }

  /// The others.
  func without(_ note: XenNote) -> NoteDescription {
    NoteDescription(
      notes.filter { $0.note.number != note.number }, architecture: architecture)
  }

  /// Those of the reference guest: a 64-bit PV kernel that can also be the initial domain.
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

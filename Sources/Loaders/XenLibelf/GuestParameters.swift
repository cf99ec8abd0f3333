// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// What libelf learns from a kernel's notes or its `__xen_guest` string, and what it works out
/// from them (libelf.h@4.17, struct elf_dom_parms).
///
/// Addresses are nil where nothing was said; a note that says all ones says nothing.
public struct GuestParameters: Sendable, Equatable {
  /// A note's descriptor as it was taken; of several of a type, the last.
  public enum Value: Sendable, Equatable {
    case number(UInt64)
    case string([UInt8])
  }

  /// How a 32-bit kernel lays out its page tables.
  public enum PageTables: Sendable { case none, pae, extendedCR3, bimodal }

  /// Where the Xen notes were found.
  public var source = NoteSource.none
  /// The notes by number, for those that libelf knows.
  public var notes: [UInt32: Value] = [:]

  // Strings are cut to 15 bytes, as libelf's buffers are.
  public var guestOS: [UInt8] = []
  public var guestVersion: [UInt8] = []
  public var xenVersion: [UInt8] = []
  public var loader: [UInt8] = []

  public var pae = PageTables.none
  public var wantsSymbols = false
  /// The initial ramdisk may lie outside the initial mapping.
  public var unmappedInitrd = false

  public var virtBase: UInt64?
  public var entry: UInt64?
  public var hypercallPage: UInt64?
  public var hypervisorStartLow: UInt64?
  public var p2mBase: UInt64?
  public var paddrOffset: UInt64?
  /// PHYS32_ENTRY, cut to 32 bits.
  public var physicalEntry: UInt32?
  /// PHYS32_RELOC (4.19 on).
  public var relocation: Relocation?

  /// Bitmap of the features that the kernel can use, by number.
  public var supported: UInt32 = 0
  /// Bitmap of those that it requires; always a part of `supported`.
  public var required: UInt32 = 0

  /// Virtual addresses of the kernel's first byte and of the byte behind its last.
  public var kernelStart: UInt64 = 0
  public var kernelEnd: UInt64 = 0

  /// A note segment or section was looked into, whoever's notes it holds.
  var sawNotes = false

  public init() {}

  /// The kernel may be moved: alignment, least and greatest physical address.
  public struct Relocation: Sendable, Equatable {
    public var alignment: UInt32?
    public var least: UInt32 = 0
    public var greatest: UInt32 = .max
  }

  public func requires(_ feature: XenFeature) -> Bool { required >> UInt32(feature.bit) & 1 == 1 }
  public func supports(_ feature: XenFeature) -> Bool { supported >> UInt32(feature.bit) & 1 == 1 }

  /// An address as libelf keeps it: all ones stand for "unset".
  static func address(_ value: UInt64) -> UInt64? { value == .max ? nil : value }

  /// A string as libelf keeps it in its buffers of 16 bytes.
  static func short(_ string: [UInt8]) -> [UInt8] { Array(string.prefix(15)) }
}

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
  /// GUEST_OS: `linux`.
  public var guestOS: [UInt8] = []
  /// GUEST_VERSION.
  public var guestVersion: [UInt8] = []
  /// XEN_VERSION: `xen-3.0`.
  public var xenVersion: [UInt8] = []
  /// LOADER: `generic`.
  public var loader: [UInt8] = []

  /// PAE_MODE.
  public var pae = PageTables.none
  /// BSD_SYMTAB: the symbol table is to be loaded behind the kernel.
  public var wantsSymbols = false
  /// The initial ramdisk may lie outside the initial mapping.
  public var unmappedInitrd = false

  /// VIRT_BASE: the virtual address of the domain's first byte.
  public var virtBase: UInt64?
  /// ENTRY: the virtual address of the first instruction of a PV guest.
  public var entry: UInt64?
  /// HYPERCALL_PAGE, a virtual address.
  public var hypercallPage: UInt64?
  /// HV_START_LOW: the lowest virtual address that the hypervisor may take.
  public var hypervisorStartLow: UInt64?
  /// INIT_P2M: the virtual address that the P2M table is wanted at.
  public var p2mBase: UInt64?
  /// PADDR_OFFSET: what is taken off the physical addresses of the segments.
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
  /// Of the byte behind the kernel's last.
  public var kernelEnd: UInt64 = 0

  /// A note segment or section was looked into, whoever's notes it holds.
  var sawNotes = false

  public init() {}

  /// The kernel may be moved: alignment, least and greatest physical address.
  public struct Relocation: Sendable, Equatable {
    /// In bytes; nil when the note does not say.
    public var alignment: UInt32?
    /// Physical, in bytes.
    public var least: UInt32 = 0
    /// Physical, in bytes.
    public var greatest: UInt32 = .max
  }

  /// Whether the kernel cannot run without the feature.
  public func requires(_ feature: XenFeature) -> Bool { required >> UInt32(feature.bit) & 1 == 1 }
  /// Whether the kernel can use the feature.
  public func supports(_ feature: XenFeature) -> Bool { supported >> UInt32(feature.bit) & 1 == 1 }

  /// The kernel wants its frames translated, which PV guests once could have.
  var isTranslated: Bool {
    XenFeature.named(byLoader: "auto_translated_physmap").map(requires) ?? false
  }

  /// An address as libelf keeps it: all ones stand for "unset".
  static func address(_ value: UInt64) -> UInt64? { value == .max ? nil : value }

  /// A string as libelf keeps it in its buffers of 16 bytes.
  static func short(_ string: [UInt8]) -> [UInt8] { Array(string.prefix(15)) }
}

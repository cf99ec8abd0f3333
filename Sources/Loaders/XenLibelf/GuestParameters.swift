// SPDX-License-Identifier: Apache-2.0

import HypervisorABI

/// The parameters that libelf reads from a kernel's notes or its `__xen_guest` string, and computes
/// from them (libelf.h@4.17, struct elf_dom_parms).
///
/// An address that is not specified is nil; a note with all ones counts as not specified.
public struct GuestParameters: Sendable, Equatable {
  /// The value of a note as it was read; the last one if there are several of a type.
  public enum Value: Sendable, Equatable {
    case number(UInt64)
    case string([UInt8])
  }

  /// The page-table format of a 32-bit kernel.
  public enum PageTables: Sendable { case none, pae, extendedCR3, bimodal }

  /// The place where the Xen notes were found.
  public var source = NoteSource.none
  /// The values of the notes that libelf knows, by number.
  public var notes: [UInt32: Value] = [:]

  // Strings are truncated to 15 bytes, as in libelf's buffers.
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
  /// BSD_SYMTAB: whether the symbol table is to be loaded after the kernel.
  public var wantsSymbols = false
  /// MOD_START_PFN: whether the initial ramdisk may be outside the initial mapping.
  public var unmappedInitrd = false

  /// VIRT_BASE: the virtual address of the domain's first byte.
  public var virtBase: UInt64?
  /// ENTRY: the virtual address of the first instruction of a PV guest.
  public var entry: UInt64?
  /// HYPERCALL_PAGE, a virtual address.
  public var hypercallPage: UInt64?
  /// HV_START_LOW: the lowest virtual address that the hypervisor may use.
  public var hypervisorStartLow: UInt64?
  /// INIT_P2M: the virtual address for the P2M table.
  public var p2mBase: UInt64?
  /// PADDR_OFFSET: subtracted from the physical addresses of the segments.
  public var paddrOffset: UInt64?
  /// PHYS32_ENTRY, truncated to 32 bits.
  public var physicalEntry: UInt32?
  /// PHYS32_RELOC (since 4.19).
  public var relocation: Relocation?

  /// Bitmap of the features that the kernel supports, by number.
  public var supported: UInt32 = 0
  /// Bitmap of the features that the kernel requires; a subset of `supported`.
  public var required: UInt32 = 0

  /// The virtual address of the kernel's first byte.
  public var kernelStart: UInt64 = 0
  /// The virtual end address of the kernel (exclusive).
  public var kernelEnd: UInt64 = 0

  /// Whether a note segment or section was read, whatever the owners of its notes.
  var sawNotes = false

  /// Parameters of which nothing is known yet.
  public init() {}

  /// PHYS32_RELOC: the kernel may be moved within these limits.
  public struct Relocation: Sendable, Equatable {
    /// The alignment in bytes; nil if the note does not specify it.
    public var alignment: UInt32?
    /// The minimum physical address.
    public var least: UInt32 = 0
    /// The maximum physical address.
    public var greatest: UInt32 = .max
  }

  /// Whether the kernel requires a feature.
  public func requires(_ feature: XenFeature) -> Bool { required >> UInt32(feature.bit) & 1 == 1 }
  /// Whether the kernel supports a feature.
  public func supports(_ feature: XenFeature) -> Bool { supported >> UInt32(feature.bit) & 1 == 1 }

  /// Whether the kernel requires auto-translated frames, which PV guests could once have.
  var isTranslated: Bool {
    XenFeature.named(byLoader: "auto_translated_physmap").map(requires) ?? false
  }

  /// An address in libelf's representation, where all ones mean "unset".
  static func address(_ value: UInt64) -> UInt64? { value == .max ? nil : value }

  /// A string as libelf's buffers of 16 bytes hold it.
  static func short(_ string: [UInt8]) -> [UInt8] { Array(string.prefix(15)) }
}
